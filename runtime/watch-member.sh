#!/bin/sh
# Keeps this member in its place: brings it into the set after a start, follows where the master goes, opens a new master for writes.
#
# Called by: start-member.sh, beside redis-server, for as long as that runs.
# Reads:     RUN_DIR, DATA_DIR, MEMBER_HOST, set.env.
# Exit code: does not end by itself.
# Sentinel:  asked while this member is quarantined or has lost its master; told to fail over where this member was the master before
#            it restarted, or has the newest data at a cold start.
set -u

: "${RUN_DIR:?}" "${DATA_DIR:?}" "${MEMBER_HOST:?}"
CONFIG=${RUN_DIR}/config

# shellcheck source=/dev/null # made at synthesis
. "${CONFIG}/set.env"
# shellcheck source=runtime/lib-log.sh
. "${CONFIG}/lib-log.sh"
# shellcheck source=runtime/lib-ask.sh
. "${CONFIG}/lib-ask.sh"
# shellcheck source=runtime/lib-data.sh
. "${CONFIG}/lib-data.sh"
# shellcheck source=runtime/lib-term.sh
. "${CONFIG}/lib-term.sh"
# shellcheck source=runtime/lib-choose.sh
. "${CONFIG}/lib-choose.sh"
# shellcheck source=runtime/lib-failover.sh
. "${CONFIG}/lib-failover.sh"
# shellcheck source=runtime/lib-join.sh
. "${CONFIG}/lib-join.sh"

# Seconds between two looks: a new master takes its first write after the next look.
readonly PERIOD=0.5

# Looks at which something is not as it should be, after which it is no hiccup.
readonly LOOKS=2

# A replica that lost its master leaves the next one to Sentinel, and follows a member that has begun a newer term.
serve_as_replica() {
  local others master
  if [ "${opened}" != no ] && close_for_writes; then
    opened=no
  fi
  record
  if [ "${my_link}" = up ]; then
    settle
    follow_holder
  elif look_around; then
    others=$(facts_of_all_but "${MEMBER_HOST}" "${my_follows}")
    master=$(living_master "${others}" $((my_term + 1)) "$(named_now_and_then)")
    [ -z "${master}" ] || [ "${master}" = "${my_follows}" ] || follow "${master}" 'has taken over'
  fi
}

# Where the master has changed and this member was not told, it still follows the old one, as a replica of a replica. The term that it
# gets from there names the new one. (A new master that has not begun its term yet is no replica.)
follow_holder() {
  if [ "${my_holder}" = "${my_follows}" ]; then
    lonely=0
  elif look_around && [ -n "$(with_state "$(facts_of "${my_follows}")" replica)" ] &&
    [ -n "$(with_state "$(facts_of "${my_holder}")" master)" ]; then
    follow "${my_holder}" 'is the master of this term'
  fi
}

# A master that nobody follows any more asks whether another one has begun a newer term.
serve_as_master() {
  local master
  settle
  # The term is somebody else's after a promotion, and lost after a FUNCTION FLUSH.
  if [ "${opened}" != yes ] || [ "${my_holder}" != "${MEMBER_HOST}" ]; then
    open_for_writes "${my_term}" || return 0
    opened=yes
  fi
  record
  if [ "${my_replicas}" -gt 0 ]; then
    lonely=0
  elif look_around; then
    master=$(living_master "$(facts_of_all_but "${MEMBER_HOST}")" $((my_term + 1)) '')
    [ -z "${master}" ] || follow "${master}" 'has taken over while this member was away'
  fi
}

# look_around: true from the second look without company on.
look_around() {
  lonely=$((lonely + 1))
  [ "${lonely}" -ge "${LOOKS}" ]
}

# Sentinel tells replicas itself; asking all sentinels is for the case that it could not, so every tenth look is enough.
named_now_and_then() {
  [ $((lonely % 10)) -ne 0 ] || named_by_majority "$(votes_of_all)"
}

# Ends the quarantine: clients are answered again, and Sentinel may promote this member, also one that was behind when a master restarted.
# An order to become the master is done with.
settle() {
  local stale
  if [ ! -e "${MARK_LEAVING}" ] && { [ -z "${settled}" ] || [ "${my_priority}" -ne "${PRIORITY_USUAL}" ]; }; then
    rm -f "${MARK_BECOME_MASTER}"
    stale=$(configured replica-serve-stale-data yes)
    [ "$(echo "CONFIG SET replica-priority ${PRIORITY_USUAL} replica-serve-stale-data ${stale}" | ask_me)" != OK ] || settled=yes
  fi
  [ "${persistence}" = "${wanted_persistence}" ] || switch_persistence
}

# What is on the disk was written with another appendonly setting than is wanted now, and Redis would not have read it. So it has loaded
# the data as it was, and changes the setting while it runs.
switch_persistence() {
  persistence=$(running appendonly)
  case "${wanted_persistence} ${persistence}" in
    'yes no') echo 'CONFIG SET appendonly yes' | ask_me >/dev/null ;;
    'no yes') stop_appending ;;
    'no no')
      # The next start would load what is left of the file, however old it is.
      if [ -e "${APPEND_ONLY}" ]; then
        persistence=
        stop_appending
      fi
      ;;
  esac
  [ "${persistence}" != "${wanted_persistence}" ] || log "appendonly is ${persistence}"
}

# In this order: whatever is cut short, the newest data is what the next start loads.
stop_appending() {
  local last_save
  last_save=$(echo LASTSAVE | ask_me)
  [ -n "${last_save}" ] || return 0
  : "${snapshot_before:=${last_save}}"
  if [ "${last_save}" = "${snapshot_before}" ]; then
    echo 'BGSAVE SCHEDULE' | ask_me >/dev/null
  elif [ "$(echo 'CONFIG SET appendonly no' | ask_me)" = OK ]; then
    mv "${APPEND_ONLY}" "${APPEND_ONLY}.off" && rm -rf "${APPEND_ONLY}.off"
  fi
}

# How far the data reaches, for the next cold start: with an append-only file Redis itself forgets it. What was recorded is worth nothing
# once the master's data replaces ours: until the file is written anew, it is the old one that a start would load.
record() {
  case "${my_aof_size}" in
    "${DATA_REPLACED}" | "${NO_AOF}") write_state '' '' ;;
    "${AOF_REWRITTEN}") ;;
    *) write_state "${my_offset}" "${my_aof_size}" ;;
  esac
}

look() {
  my_facts=$(facts_of "${MEMBER_HOST}" 127.0.0.1)
  read -r my_state my_term my_holder my_offset my_priority my_follows my_link my_replicas my_aof_size <<END
$(values "${my_facts}" state term holder offset priority follows link replicas aof_size)
END
  case "${my_state}" in
    quarantined) join ;;
    replica) serve_as_replica ;;
    master) serve_as_master ;;
    loading)
      say 'loads its data'
      # Not after a start, when it is what the record is about.
      [ -z "${settled}" ] || write_state '' ''
      ;;
  esac
}

main() {
  started=$(date +%s)
  # Not known: this watch may not be the first beside this Redis.
  opened=
  settled=
  persistence=
  wanted_persistence=$(configured appendonly no)
  snapshot_before=
  lonely=0
  replacing_since=0
  while :; do
    look
    sleep "${PERIOD}"
  done
}

main
