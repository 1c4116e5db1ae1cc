#!/bin/sh
# Starts what this container is for: a member of the set (master or replica) or a sentinel.
#
# Called by: the containers redis-server and redis-sentinel, as their command.
# Arguments: the role: "master", "sentinel", anything else is a replica.
# Reads:     CONFIG_DIR, RUN_DIR, PASSWORD_FILE; a member also MEMBER_HOST and DATA_DIR, a sentinel also MASTER_NAME.
# Exit code: that of redis, which takes over this process; where it cannot start 1, or 2 where a variable is missing, with a line
#            that says why.
# Sentinel:  not asked; the role at start is the one in the argument.
set -eu

: "${CONFIG_DIR:?}" "${RUN_DIR:?}" "${PASSWORD_FILE:?}"

# shellcheck source=runtime/lib-log.sh
. "${CONFIG_DIR}/lib-log.sh"
# shellcheck source=runtime/lib-conf.sh
. "${CONFIG_DIR}/lib-conf.sh"
# shellcheck source=runtime/lib-data.sh
. "${CONFIG_DIR}/lib-data.sh"

start_member() {
  : "${MEMBER_HOST:?}" "${DATA_DIR:?}"
  refuse_other_persistence "${CONFIG_DIR}/$1" "${DATA_DIR}"
  write_private "${RUN_DIR}/redis.conf" member_conf "${CONFIG_DIR}/$1"
  exec redis-server "${RUN_DIR}/redis.conf"
}

start_sentinel() {
  : "${MASTER_NAME:?}"
  # Sentinel keeps what it has learned in its configuration file, so a container that restarts goes on with it.
  if [ -s "${RUN_DIR}/sentinel.conf" ]; then
    log "goes on with the configuration that it has written before"
  else
    write_private "${RUN_DIR}/sentinel.conf" sentinel_conf "${CONFIG_DIR}/sentinel.conf"
  fi
  exec redis-sentinel "${RUN_DIR}/sentinel.conf"
}

main() {
  log "starts as ${1:-replica}"
  case "${1:-}" in
    master) start_member redis-master.conf ;;
    sentinel) start_sentinel ;;
    *) start_member redis.conf ;;
  esac
}

main "$@"
