#!/bin/sh
# Says whether this sentinel watches a master, so that clients may ask it.
#
# Called by: the kubelet, as readiness probe of the container redis-sentinel.
# Reads:     RUN_DIR, set.env.
# Exit code: 0 if it does, 1 if not.
# Sentinel:  this pod's own is asked.
set -u

: "${RUN_DIR:?}"

# shellcheck source=/dev/null # made at synthesis
. "${RUN_DIR}/config/set.env"
# shellcheck source=runtime/lib-ask.sh
. "${RUN_DIR}/config/lib-ask.sh"

main() {
  local names
  read -r names <<END
$(values "$(vote_of 127.0.0.1)" names)
END
  [ "${names}" != - ]
}

main
