#!/bin/sh
# The term: a number that grows with every master and travels with the data, so that the newest of several copies can be told.
#
# It is kept as a library with one function. Functions are replicated and persisted like keys, but lie outside of the key space:
# FLUSHALL, eviction and KEYS leave them alone.
#
# Sourced by: leave-member.sh, watch-member.sh, after lib-log.sh and lib-ask.sh. Without side effects when sourced.
# Reads:      RUN_DIR, MEMBER_HOST.

# close_for_writes: succeeds when it is certain.
close_for_writes() {
  [ "$(echo "CONFIG SET min-replicas-to-write ${CLOSED}" | ask_me)" = OK ]
}

# open_for_writes TERM: begins the next term, with this member as its master, and only then lets clients write.
# A write that is acknowledged is therefore always of a term that no older copy of the data has.
# For a moment there is no limit to memory and no need for replicas: else a full or lonely master could not even begin its term.
# Where it does not come to the term, that moment is ended again.
open_for_writes() {
  local term=$(($1 + 1)) now answer
  now=$(date +%s)
  [ "${term}" -gt "${now}" ] || term=${now}
  # Kept until it is back in force: after half a change the running value would be the wrong one.
  : "${max_memory:=$(running maxmemory)}"
  [ -n "${max_memory}" ] || return 1
  answer=$(ask_me <<END
CONFIG SET maxmemory 0 min-replicas-to-write 0
MULTI
FUNCTION LOAD REPLACE "#!lua name=${TERM_FUNCTION}\nredis.register_function{function_name='${TERM_FUNCTION}', flags={'no-writes', 'allow-stale'}, callback=function() return 'term:${term} ${MEMBER_HOST}' end}"
CONFIG SET maxmemory ${max_memory} min-replicas-to-write $(configured min-replicas-to-write 0)
EXEC
END
  ) || :
  case "${answer}" in
    *"${TERM_FUNCTION}"*OK) ;;
    *)
      close_for_writes || :
      say "cannot begin its term, takes no writes: $(echo "${answer}" | tail -n 1)"
      return 1
      ;;
  esac
  max_memory=
  log "is the master of term ${term}, takes writes"
}

# configured NAME DEFAULT: what the set's configuration says, the last word counting.
configured() {
  awk -v name="$1" -v value="$2" 'tolower($1) == name { value = $2 } END { print value }' "${RUN_DIR}/config/redis.conf"
}

# running NAME: what the Redis of this pod has in force.
running() {
  echo "CONFIG GET $1" | ask_me | tail -n 1
}
