#!/bin/sh
# Lets a member go when the others can do without it: replicas one at a time, each when the one before is back and in step; the master
# last, when another has taken over. So a change of all members at once is a change of one after another.
#
# Called by: the kubelet, as preStop hook of the container redis-server; redis-server gets its SIGTERM when this ends.
# Reads:     RUN_DIR, MEMBER_HOST, set.env.
# Exit code: 0, also when the time is over.
# Sentinel:  told to fail over, by a master that goes.
set -u

: "${RUN_DIR:?}" "${MEMBER_HOST:?}"
CONFIG=${RUN_DIR}/config
# What a hook prints is lost: this is the container's own output.
export LOG=/proc/1/fd/1

# shellcheck source=/dev/null # made at synthesis
. "${CONFIG}/set.env"
# shellcheck source=runtime/lib-log.sh
. "${CONFIG}/lib-log.sh"
# shellcheck source=runtime/lib-ask.sh
. "${CONFIG}/lib-ask.sh"
# shellcheck source=runtime/lib-choose.sh
. "${CONFIG}/lib-choose.sh"
# shellcheck source=runtime/lib-failover.sh
. "${CONFIG}/lib-failover.sh"
# shellcheck source=runtime/lib-term.sh
. "${CONFIG}/lib-term.sh"

# Longer than it takes to look round: of two members that leave at the same moment at least one sees the other.
readonly SETTLE=2

# Looks without an answer of this member's own Redis, after which it is not only slow.
readonly QUIET_LOOKS=10

# Seconds that clients wait at most while another one takes over. Sentinels wait with them, because what they publish counts as a write:
# longer, and they would take this member for dead.
readonly PAUSE=3

# others_in_place STATE FACTS: every other member is the master, or a replica in step. One that still follows this member, though it is a
# replica itself, is not: Sentinel has not reached it after the hand-over, and the new master may have no other replica.
others_in_place() {
  local out_of_place
  out_of_place=$(echo "$2" | awk -v me="${MEMBER_HOST}" -v mine="$1" "${READ_FACTS}"'
    function in_place() { return fact["state"] == "replica" && fact["link"] == "up" && (mine == "master" || fact["follows"] != me) }
    kind == "member" && fact["state"] != "master" && !in_place()')
  if [ -n "${out_of_place}" ]; then
    say "waits, before it leaves, for $(hosts_of "${out_of_place}")"
    return 1
  fi
}

# leaving_before_me STATE FACTS: other replicas that leave; a master lets all of them go first, a replica those before it in the list.
leaving_before_me() {
  echo "$2" | awk -v leaving="${PRIORITY_LEAVING}" -v members="${MEMBERS}" -v me="${MEMBER_HOST}" -v mine="$1" "${READ_FACTS}"'
    function before_me() { return mine == "master" || index(members, fact["host"]) < index(members, me) }
    fact["state"] == "replica" && fact["priority"] + 0 == leaving + 0 && before_me()'
}

# my_turn STATE FACTS
my_turn() {
  local earlier
  others_in_place "$1" "$2" || return 1
  earlier=$(leaving_before_me "$1" "$2")
  [ -z "${earlier}" ] || {
    say "waits, before it leaves, for $(hosts_of "${earlier}") to leave and come back"
    return 1
  }
}

# hand_over FACTS: clients wait from the pause on until the new master takes their writes; none that was acknowledged is missing there. From the
# order on another one may be the master at any moment: should that take longer than clients can wait, their writes are refused.
hand_over() {
  local votes address paused_at min_replicas master
  votes=$(votes_of_all)
  address=$(sentinel_ready "${votes}" "${MEMBER_HOST}" "$1")
  if [ -z "${address}" ]; then
    say 'waits, before it leaves, for a sentinel that can let another one take over'
    look_anew "${votes}"
    return
  fi
  log 'hands over: holds writes back until another one is the master'
  paused_at=$(date +%s)
  echo "CLIENT PAUSE ${PAUSE}000 WRITE" | ask_me >/dev/null
  min_replicas=$(running min-replicas-to-write)
  if [ -n "${min_replicas}" ] && all_in_step && close_for_writes; then
    if fail_over "${address}" && successor; then
      log "follows ${master%%.*}, which has taken over"
      echo "REPLICAOF ${master} ${REDIS_PORT}" | ask_me >/dev/null
    else
      take_writes_again
    fi
  fi
  echo 'CLIENT UNPAUSE' | ask_me >/dev/null
}

# all_in_step: soon enough that the failover, too, fits into the time for which clients wait. Who does not answer is not.
all_in_step() {
  local offsets
  while :; do
    offsets=$({ facts_of "${MEMBER_HOST}" 127.0.0.1; facts_of_all_but "${MEMBER_HOST}"; } |
      awk "${READ_FACTS}"' { print fact["state"] == "silent" ? fact["host"] : fact["offset"] }' | sort -u)
    [ $(($(date +%s) - paused_at)) -lt $((PAUSE - 1)) ] || break
    [ "$(lines_in "${offsets}")" -ne 1 ] || return 0
    sleep 0.2
  done
  say 'goes on as master: the replicas do not catch up'
  return 1
}

# successor: sets the master of hand_over. Waits no shorter than clients do, and on for as long as a failover may be under way.
successor() {
  local until_time
  until_time=$(($(date +%s) + PAUSE))
  while [ "$(date +%s)" -lt "${deadline}" ]; do
    master=$(with_state "$(facts_of_all_but "${MEMBER_HOST}")" master | awk "${READ_FACTS}"' NR == 1 { print fact["host"] }')
    [ -z "${master}" ] || return 0
    if [ "$(date +%s)" -ge "${until_time}" ] && stays_master; then
      say 'goes on as master: no other one has taken over'
      return 1
    fi
    sleep 0.1
  done
  return 1
}

# stays_master: most sentinels call this member the master, and none that answers is about to change that.
stays_master() {
  local votes
  votes=$(votes_of_all)
  in_failover "${votes}" || [ "$(named_by_majority "${votes}")" != "${MEMBER_HOST}" ] || return 0
  say 'refuses writes until it is known whether another one has taken over'
  return 1
}

# take_writes_again: as before, which is not always what the configuration says. One whose time is over takes no more.
take_writes_again() {
  while [ "$(date +%s)" -lt "${deadline}" ] && [ "$(echo "CONFIG SET min-replicas-to-write ${min_replicas}" | ask_me)" != OK ]; do
    sleep 0.1
  done
}

# step_out: from here on the others see that this member is gone, though Redis still has to write its data.
step_out() {
  log 'leaves'
  echo "REPLICAOF ${NOWHERE} ${NOWHERE_PORT}" | ask_me >/dev/null
}

# set_is_removed: then nobody comes back whom one could wait for. The pod's own Service has at least this pod behind it while it exists.
set_is_removed() {
  timeout "${PATIENCE}" nslookup "${MEMBER_HOST#*.}" 2>/dev/null | grep -q NXDOMAIN
}

main() {
  local state others quiet=0
  touch "${MARK_LEAVING}"
  deadline=$(($(date +%s) + LEAVE_TIMEOUT))
  echo "CONFIG SET replica-priority ${PRIORITY_LEAVING}" | ask_me >/dev/null
  sleep "${SETTLE}"
  while [ "$(date +%s)" -lt "${deadline}" ]; do
    read -r state <<END
$(values "$(facts_of "${MEMBER_HOST}" 127.0.0.1)" state)
END
    case "${state}" in
      master)
        others=$(facts_of_all_but "${MEMBER_HOST}")
        ! my_turn master "${others}" || hand_over "${others}"
        ;;
      replica)
        if my_turn replica "$(facts_of_all_but "${MEMBER_HOST}")"; then
          step_out
          return
        fi
        ;;
      silent)
        # Slow, or gone for good: a busy master must not leave without handing over.
        quiet=$((quiet + 1))
        [ "${quiet}" -lt "${QUIET_LOOKS}" ] || {
          log 'leaves: Redis does not answer'
          return
        }
        ;;
      *)
        log "leaves: it is ${state}"
        return
        ;;
    esac
    if set_is_removed; then
      log 'leaves: its Service is gone, so the set is being removed'
      return
    fi
    sleep 0.5
  done
  log "leaves without waiting for the others any longer: ${LEAVE_TIMEOUT} s are over"
}

main
