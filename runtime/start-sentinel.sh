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

# Looks at the process, one a second, between two looks for a sentinel with the same id. The first ones come sooner: pods that start
# together may not have seen each other.
readonly PERIOD=5
readonly FIRST_LOOKS=10

# find_master: prints whom to watch. What most sentinels say; else who is the master; else what any sentinel says; else whom the
# replicas follow, so that a master that died together with all sentinels can still be replaced.
find_master() {
  local votes facts named master heard followed host
  votes=$(votes_of_all)
  facts=$(facts_of_all_but '')
  named=$(named_by_majority "${votes}")
  master=$(living_master "${facts}" 0 '')
  heard=$(echo "${votes}" | awk "${READ_FACTS}"' kind == "vote" && fact["names"] != "-" { print fact["epoch"], fact["names"] }' |
    sort -k1,1nr | awk 'NR == 1 { print $2 }')
  followed=$(with_state "${facts}" replica | awk "${READ_FACTS}"' { print fact["term"], fact["follows"] }' | sort -k1,1nr | awk 'NR == 1 { print $2 }')
  for host in ${named} ${master} ${heard} ${followed}; do
    echo "${host}"
    return
  done
  return 1
}

# choose_id VOTES: prints a free id. Pods that start together see the same addresses, so each begins with another id.
choose_id() {
  # shellcheck disable=SC2086 # one word per id
  set -- "$1" ${SENTINEL_IDS}
  local taken="$1" rank turn id
  shift
  rank=$({ addresses_of "${SENTINELS}"; echo "${POD_IP}"; } | sort -u | awk -v me="${POD_IP}" '$0 == me { print NR - 1 }')
  turn=$((rank % $#))
  while [ "${turn}" -gt 0 ]; do
    id=$1
    shift
    set -- "$@" "${id}"
    turn=$((turn - 1))
  done
  for id in "$@"; do
    echo "${taken}" | grep -q " id=${id} " || {
      echo "${id}"
      return
    }
  done
  return 1
}

# id_is_contested: another sentinel has our id, and its address comes first.
id_is_contested() {
  votes_of_all | awk -v id="${id}" -v me="${POD_IP}" "${READ_FACTS}"'
    fact["id"] == id && fact["address"] < me { found = 1 }
    END { exit !found }'
}

# Sentinel keeps what it has learned in its configuration file, so a container that restarts goes on with it; passwords and settings
# are rendered anew.
kept() {
  [ ! -e "${CONF}" ] || sed -n "s/^sentinel $1 //p" "${CONF}"
}

# prepare: settles the master to watch, the id and what was learned already, and renders the configuration with them.
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
    until id=$(choose_id "$(votes_of_all)"); do
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
  local looks=0
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
  rm -f "${MARK_SENTINEL_RUNS}"
  pin_password
  while :; do
    prepare
    redis-sentinel "${CONF}" &
    sentinel=$!
    touch "${MARK_SENTINEL_RUNS}"
    guard
    rm -f "${MARK_SENTINEL_RUNS}"
  done
}

main
