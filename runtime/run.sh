#!/bin/sh
# Starts what this container is for: a member of the set or a sentinel.
#
# Called by: the containers redis-server and redis-sentinel, as their command.
# Arguments: the role: "member" or "sentinel".
# Reads:     CONFIG_DIR, RUN_DIR.
# Exit code: that of the script which takes over this process; where it cannot start 1, or 2 where a variable is missing.
# Sentinel:  not asked.
set -eu

: "${CONFIG_DIR:?}" "${RUN_DIR:?}"

# Seconds until the names of pods that start together are known to the name service.
readonly NAMES_APPEAR=3

# A pod keeps the configuration that it was made with. The kubelet changes the mounted files of a running pod; without this copy a
# container that restarts in place would take up a change that is meant for one pod after another.
pin_configuration() {
  rm -rf "${RUN_DIR}/config.new"
  mkdir "${RUN_DIR}/config.new"
  cp "${CONFIG_DIR}"/* "${RUN_DIR}/config.new/"
  mv "${RUN_DIR}/config.new" "${RUN_DIR}/config"
}

# CoreDNS remembers for half a minute that a name is not there: a pod of a new set that asks for the others at once waits that long for
# nothing. A container that restarts in place has let them appear long ago.
let_names_appear() {
  sleep "${NAMES_APPEAR}"
}

main() {
  [ -d "${RUN_DIR}/config" ] || {
    pin_configuration
    let_names_appear
  }
  # Redis and Sentinel write their configuration files anew now and then, the password in them, for everybody to read whom this does not exclude.
  umask 077
  exec /bin/sh "${RUN_DIR}/config/start-$1.sh"
}

main "$@"
