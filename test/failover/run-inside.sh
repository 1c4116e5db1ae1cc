#!/bin/sh
# Prepares the namespaces that run.sh made (loopback, a private /run that holds every file of the run) and runs jest in them.
#
# Called by: run.sh only; on its own it would hide the machine's /run
# Reads:     FAILOVER_CGROUP  set by run.sh
#            FAILOVER_LOGS    optional folder that receives the container logs
# Exit code: that of jest
set -eu

: "${FAILOVER_CGROUP:?is set by run.sh, start that instead}"

main() {
  cd "$(dirname "$0")/../.."
  logs=
  if [ -n "${FAILOVER_LOGS:-}" ]; then
    mkdir -p "$FAILOVER_LOGS"
    logs=$(cd "$FAILOVER_LOGS" && pwd)
  fi
  mount -t tmpfs -o mode=755 failover /run
  mkdir -p /run/netns /run/tmp /run/failover/logs
  [ -z "$logs" ] || mount --bind "$logs" /run/failover/logs
  ip link set lo up
  # Not exec: this shell is process 1 here and reaps what the containers leave behind.
  TMPDIR=/run/tmp node node_modules/jest/bin/jest.js --config test/failover/jest.config.json --runInBand "$@"
}

main "$@"
