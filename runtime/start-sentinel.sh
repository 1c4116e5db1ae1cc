#!/bin/sh
# Starts Sentinel on the member that really is the master, under an id that no other sentinel uses, and gives the id up when it is
# used twice.
#
# Sentinels never forget an id that they have seen. So there are only as many ids as sentinels, and a pod takes one that is free.
#
# Called by: run.sh.
# Reads:     RUN_DIR, PASSWORD_FILE, POD_IP, set.env.
# Exit code: that of redis-sentinel when it ends by itself; 0 after SIGTERM; 1 where it cannot start, with a line that says why.
# Sentinel:  the running ones are asked for the master and for their ids.
set -u

: "${RUN_DIR:?}" "${PASSWORD_FILE:?}" "${POD_IP:?}"
CONFIG=${RUN_DIR}/config

# shellcheck source=/dev/null # made at synthesis
. "${CONFIG}/set.env"
# shellcheck source=runtime/lib-log.sh
. "${CONFIG}/lib-log.sh"
# shellcheck source=runtime/lib-ask.sh
. "${CONFIG}/lib-ask.sh"
# shellcheck source=runtime/lib-choose.sh
. "${CONFIG}/lib-choose.sh"
# shellcheck source=runtime/lib-conf.sh
. "${CONFIG}/lib-conf.sh"

readonly CONF="${RUN_DIR}/sentinel.conf"

# What the probes look at: while it is not there, Sentinel is not meant to answer yet.
readonly STARTED="${RUN_DIR}/sentinel.started"

# Looks at the process, one a second, between two looks for a sentinel with the same id. The first ones come sooner: pods that start
# together may not have seen each other.
readonly PERIOD=5
readonly FIRST_LOOKS=10

# find_master: prints whom to watch. What most sentinels say; else who is the master; else what any sentinel says; else whom the
# replicas follow, so that a master that died together with all sentinels can still be replaced.
find_master() {
  fm_votes=$(votes)
  fm_facts=$(facts_of_all_but '')
  fm_named=$(named_by_majority "${fm_votes}")
  fm_master=$(living_master "${fm_facts}" 0 '')
  fm_heard=$(echo "${fm_votes}" | awk '$3 != "-"' | sort -k4,4nr | awk 'NR == 1 { print $3 }')
  fm_followed=$(with_state "${fm_facts}" replica | sort -k3,3nr | awk 'NR == 1 { print $9 }')
  for fm_host in ${fm_named} ${fm_master} ${fm_heard} ${fm_followed}; do
    echo "${fm_host}"
    return
  done
  return 1
}

# choose_id VOTES: prints a free id. Pods that start together see the same addresses, so each begins with another id.
choose_id() {
  # shellcheck disable=SC2086 # one word per id
  set -- "$1" ${SENTINEL_IDS}
  ci_taken=$1
  shift
  ci_rank=$({ addresses_of "${SENTINELS}"; echo "${POD_IP}"; } | sort -u | awk -v me="${POD_IP}" '$0 == me { print NR - 1 }')
  ci_turn=$((ci_rank % $#))
  while [ "${ci_turn}" -gt 0 ]; do
    ci_first=$1
    shift
    set -- "$@" "${ci_first}"
    ci_turn=$((ci_turn - 1))
  done
  for ci_id in "$@"; do
    echo "${ci_taken}" | grep -q " ${ci_id} " || {
      echo "${ci_id}"
      return
    }
  done
  return 1
}

# id_is_contested: another sentinel has our id, and its address comes first.
id_is_contested() {
  votes | awk -v id="${id}" -v me="${POD_IP}" '$2 == id && $1 < me { found = 1 } END { exit !found }'
}

# Sentinel keeps what it has learned in its configuration file, so a container that restarts goes on with it; passwords and settings
# are rendered anew.
kept() {
  [ ! -e "${CONF}" ] || sed -n "s/^sentinel $1 //p" "${CONF}"
}

prepare() {
  master=$(kept "monitor ${MASTER_NAME}" | awk '{ print $1 }')
  id=$(kept myid)
  if [ -n "${master}" ] && [ -n "${id}" ]; then
    memory=$(grep -E '^sentinel (current-epoch|config-epoch|leader-epoch|known-sentinel) ' "${CONF}") || memory=
    log "goes on with what it knew: ${master%%.*} is the master"
  else
    until master=$(find_master); do
      say 'waits for a master to watch: no sentinel and no member names one'
      sleep 1
    done
    until id=$(choose_id "$(votes)"); do
      say 'waits for an id: other sentinels use all of them'
      sleep 1
    done
    memory=
    log "watches ${master%%.*} as sentinel ${id}"
  fi
  write_private "${CONF}" everything
}

everything() {
  sentinel_conf "${CONFIG}/sentinel.conf" "${master}" "${id}" || return 1
  echo "${memory}"
}

stop() {
  [ -z "${sentinel:-}" ] || kill -TERM "${sentinel}"
  exit 0
}

# guard: comes back when the id has to be given up; ends the script when Sentinel ends.
guard() {
  looks=0
  while kill -0 "${sentinel}" 2>/dev/null; do
    sleep 1
    looks=$((looks + 1))
    if [ "${looks}" -gt "${FIRST_LOOKS}" ] && [ $((looks % PERIOD)) -ne 0 ]; then
      continue
    fi
    if id_is_contested; then
      log "gives up its id ${id}: another sentinel uses it"
      kill -TERM "${sentinel}"
      wait "${sentinel}"
      rm -f "${CONF}"
      return
    fi
  done
  wait "${sentinel}"
  exit
}

main() {
  trap stop TERM INT
  rm -f "${STARTED}"
  pin_password
  while :; do
    prepare
    redis-sentinel "${CONF}" &
    sentinel=$!
    touch "${STARTED}"
    guard
    rm -f "${STARTED}"
  done
}

main
