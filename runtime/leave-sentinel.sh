#!/bin/sh
# Lets a sentinel finish the failover that it leads before it goes.
#
# Called by: the kubelet, as preStop hook of the container redis-sentinel.
# Reads:     RUN_DIR, set.env.
# Exit code: 0, also when the time is over.
# Sentinel:  asked for the flags of the master.
set -u

: "${RUN_DIR:?}"
CONFIG=${RUN_DIR}/config

# shellcheck source=/dev/null # made at synthesis
. "${CONFIG}/set.env"
# shellcheck source=runtime/lib-ask.sh
. "${CONFIG}/lib-ask.sh"

# Ten seconds: a failover that is not over by then has failed.
main() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    in_failover "$(vote_of 127.0.0.1)" || return 0
    sleep 0.5
  done
}

main
