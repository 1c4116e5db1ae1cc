#!/bin/sh
# Starts Redis on the data of this pod's disk, quarantined, and beside it the watch that finds its place in the set.
#
# Called by: run.sh.
# Reads:     RUN_DIR, PASSWORD_FILE, DATA_DIR, MEMBER_HOST, set.env.
# Exit code: that of redis-server; 1 where it refuses to start, with a line that says why.
# Sentinel:  not asked; watch-member.sh does that, when the data is loaded.
set -eu

: "${RUN_DIR:?}" "${PASSWORD_FILE:?}" "${DATA_DIR:?}" "${MEMBER_HOST:?}"
CONFIG=${RUN_DIR}/config

# shellcheck source=/dev/null # made at synthesis
. "${CONFIG}/set.env"
# shellcheck source=runtime/lib-log.sh
. "${CONFIG}/lib-log.sh"
# shellcheck source=runtime/lib-ask.sh
. "${CONFIG}/lib-ask.sh"
# shellcheck source=runtime/lib-data.sh
. "${CONFIG}/lib-data.sh"
# shellcheck source=runtime/lib-conf.sh
. "${CONFIG}/lib-conf.sh"

refuse_strangers() {
  case " ${MEMBERS} " in
    *" ${MEMBER_HOST} "*) ;;
    *) die "refuses to start: ${MEMBER_HOST} is none of the set's members, which are ${MEMBERS}; has somebody scaled the StatefulSet?" ;;
  esac
}

# Redis is no process 1, because it reaps no children but its own: what the probes leave behind would pile up, and Redis would take it
# for the end of a save, one in a tenth of a second.
start_redis() {
  redis-server "${RUN_DIR}/redis.conf" &
  redis=$!
  trap 'kill -TERM "${redis}"' TERM INT
}

# The watch lives as long as this process; should it fail, it begins anew.
start_watch() {
  # What was ordered before this start was about what was there then.
  rm -f "${MARK_LEAVING}" "${MARK_BECOME_MASTER}"
  while :; do
    /bin/sh "${CONFIG}/watch-member.sh" || :
    log 'the watch has ended, it begins anew'
    sleep 1
  done &
}

# A signal ends the wait, but Redis may still be writing its data then.
end_with_redis() {
  status=0
  wait "${redis}" || status=$?
  while kill -0 "${redis}" 2>/dev/null; do
    status=0
    wait "${redis}" || status=$?
  done
  exit "${status}"
}

main() {
  pin_password
  refuse_strangers
  refuse_foreign_data
  stored=$(stored_as)
  log "starts quarantined, with ${stored:-no data}${stored:+ data} on the disk"
  write_private "${RUN_DIR}/redis.conf" member_conf "${CONFIG}/redis.conf" "${stored}"
  start_redis
  start_watch
  end_with_redis
}

main
