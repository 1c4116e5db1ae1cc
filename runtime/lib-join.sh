#!/bin/sh
# Finds the place of a member that has loaded its data and follows nobody yet.
#
# Where the safe answer is not known it stays quarantined, and says what it waits for.
#
# Sourced by: watch-member.sh, after lib-log.sh, lib-ask.sh, lib-choose.sh and lib-failover.sh. Without side effects when sourced.
# Reads:      RUN_DIR, MEMBER_HOST; of set.env MEMBERS, REDIS_PORT, COLD_START_WAIT, YIELD. Of watch-member.sh started, lonely,
#             replacing_since and what begins with my_.

# A forced failover takes one or two seconds.
readonly FAILOVER_SECONDS=10

# join: what it finds out is seen by all that it calls: others and votes, as facts; named, whom most sentinels call the master; replicas
# among the others.
join() {
  local answers others votes named master replicas
  [ ! -e "${MARK_LEAVING}" ] || return 0

  answers=$(facts_of_all_but "${MEMBER_HOST}" & votes_of_all)
  others=$(of_kind "${answers}" member)
  votes=$(of_kind "${answers}" vote)
  named=$(named_by_majority "${votes}")
  master=$(living_master "${others}" "${my_term}" "${named}")
  replicas=$(with_state "${others}" replica)

  if [ -n "${master}" ]; then
    follow "${master}" 'is the master'
  elif [ -z "${replicas}" ]; then
    elect
  elif [ "${named}" = "${MEMBER_HOST}" ]; then
    return_as_master
  else
    say "waits for Sentinel to choose a master; it names ${named:-none}"
  fi
}

# This member was the master and has restarted. A replica that was in step knows more than its disk, so that one takes over.
return_as_master() {
  local heirs unheard first
  heirs=$(echo "${replicas}" | awk -v term="${my_term}" "${READ_FACTS}"' kind == "member" && fact["term"] + 0 >= term + 0')
  unheard=$(with_state "${others}" silent; with_state "${others}" loading)
  if [ "${YIELD}" != no ] && [ -z "${heirs}" ] && [ -n "${unheard}" ] && [ $(($(date +%s) - started)) -lt "${COLD_START_WAIT}" ]; then
    say "was the master; waits for $(hosts_of "${unheard}"), which may have newer data"
  elif [ "${YIELD}" = no ] || [ -z "${heirs}" ]; then
    become_master 'was the master, and no replica has its data'
  else
    # They could not catch up: a replica without a master serves no other one.
    first=$(furthest "${replicas}")
    prefer "${first}"
    have_replaced "${MEMBER_HOST}" 'was the master and has restarted' "${first}"
  fi
}

# prefer HOSTS: of replicas with the same priority Sentinel would choose by offsets that may be ten seconds old. Their own watch gives them
# the usual priority again, when they follow the new master.
prefer() {
  local host priority
  while read -r host priority; do
    [ -n "${host}" ] || continue
    say "was the master; gives ${host%%.*} replica-priority ${priority}, since $(short_names "$1") reaches furthest"
    echo "CONFIG SET replica-priority ${priority}" | ask "${host}" "${REDIS_PORT}" >/dev/null
  done <<END
$(priorities "${replicas}")
END
}

# have_replaced HOST REASON [HEIRS]: by a sentinel that names HOST, with a replica; with one of HEIRS where they are given. Several failovers
# would compete, so the next one comes only when this one must have failed.
have_replaced() {
  local address
  [ $(($(date +%s) - replacing_since)) -ge "${FAILOVER_SECONDS}" ] || return 0
  address=$(sentinel_ready "${votes}" "$1" "${others}
${my_facts}" "${3:-}")
  if [ -z "${address}" ]; then
    say "$2; waits for a sentinel that can let another one take over"
    look_anew "${votes}"
  else
    log "$2; lets another one take over"
    ! fail_over "${address}" || replacing_since=$(date +%s)
  fi
}

# Nobody is master, and nobody follows one: the newest data among all members, or among a majority when the others stay away.
elect() {
  local known with_data loading silent winner
  known="$(with_state "${others}" quarantined)
${my_facts}"
  with_data=$(echo "${known}" | awk "${READ_FACTS}"' fact["data"] == "full"')
  loading=$(with_state "${others}" loading)
  silent=$(with_state "${others}" silent)

  if [ -n "${loading}" ]; then
    say "cold start: waits for $(hosts_of "${loading}"), still loading"
  elif [ -e "${MARK_BECOME_MASTER}" ]; then
    take_over 'was told to become the master'
  elif [ -z "${silent}" ] || { [ $(($(date +%s) - started)) -ge "${COLD_START_WAIT}" ] && majority "${with_data}"; }; then
    winner=$(newest "${known}")
    if [ "${winner}" = "${MEMBER_HOST}" ]; then
      take_over "has the newest data of $(hosts_of "${known}")"
    else
      [ "${my_priority}" -eq "${PRIORITY_NONE}" ] || echo "CONFIG SET replica-priority ${PRIORITY_NONE}" | ask_me >/dev/null
      say "cold start: waits for ${winner%%.*}, which has the newest data, to become the master"
    fi
  else
    say "cold start: waits for $(hosts_of "${silent}"); without them a majority of members with data goes on ${COLD_START_WAIT} s after its start, of $(lines_in "${with_data}") so far; to go on with this one's data at once: sh ${RUN_DIR}/config/become-master.sh"
  fi
}

# majority FACTS: more than half of all members.
majority() {
  # shellcheck disable=SC2086 # one word per member
  set -- "$(lines_in "$1")" ${MEMBERS}
  [ $(($1 * 2)) -gt $(($# - 1)) ]
}

# take_over REASON: where sentinels call another one the master, one of them has to make the change, or they would undo it. This is the
# only member that it can choose: the others are quarantined too, with PRIORITY_NONE.
take_over() {
  local other
  other=$(echo "${votes}" | awk -v me="${MEMBER_HOST}" "${READ_FACTS}"'
    kind == "vote" && fact["names"] != "-" && fact["names"] != me { print fact["names"]; exit }')
  if [ -z "${other}" ]; then
    become_master "$1"
    return
  fi
  echo "CONFIG SET replica-priority ${PRIORITY_USUAL}" | ask_me >/dev/null
  have_replaced "${other}" "$1, but Sentinel names ${other%%.*}"
}

# become_master REASON
become_master() {
  log "$1: becomes the master"
  echo 'REPLICAOF NO ONE' | ask_me >/dev/null
}

# follow HOST REASON
follow() {
  log "follows ${1%%.*}, which $2"
  echo "REPLICAOF $1 ${REDIS_PORT}" | ask_me >/dev/null
  lonely=0
}
