#!/bin/sh
# Says whether the process still answers, whatever it answers: one that loads, synchronises or waits is busy, not broken.
#
# Called by: the kubelet, as startup and liveness probe.
# Arguments: the port.
# Reads:     RUN_DIR, set.env.
# Exit code: 0 with an answer, or where Sentinel has no master to watch yet; 1 without.
# Sentinel:  pinged on its own port.
set -u

: "${RUN_DIR:?}"
# Here slow is alive.
export PATIENCE=4

# shellcheck source=/dev/null # made at synthesis
. "${RUN_DIR}/config/set.env"
# shellcheck source=runtime/lib-ask.sh
. "${RUN_DIR}/config/lib-ask.sh"

main() {
  [ "$1" != "${SENTINEL_PORT}" ] || [ -e "${MARK_SENTINEL_RUNS}" ] || return 0
  [ -n "$(echo PING | ask 127.0.0.1 "$1")" ]
}

main "$@"
