#!/bin/sh
# Brings the lab up in the namespaces that run.sh made and runs jest on it, or leaves it up.
#
# Called by: run.sh only; on its own it would hide the machine's /run
# Reads:     CLUSTER_PROGRAMS, CLUSTER_IMAGES, CLUSTER_CGROUP  set by run.sh
#            CLUSTER_LOGS  optional folder that receives the logs of control plane and nodes
#            CLUSTER_UP    optional file to be made when the lab is up; it stays up then
# Exit code: that of jest
set -eu

: "${CLUSTER_CGROUP:?is set by run.sh, start that instead}"

main() {
  cd "$(dirname "$0")/../.."
  logs=
  if [ -n "${CLUSTER_LOGS:-}" ]; then
    mkdir -p "$CLUSTER_LOGS"
    logs=$(cd "$CLUSTER_LOGS" && pwd)
  fi
  # Where the file is that says that the lab is up, this run's private /run is not.
  [ -z "${CLUSTER_UP:-}" ] || exec 3>"$CLUSTER_UP.making"
  mount -t tmpfs -o mode=755 cluster /run
  mkdir -p /run/netns /run/tmp /run/cluster/logs
  [ -z "$logs" ] || mount --bind "$logs" /run/cluster/logs
  ip link set lo up
  echo 1 >/proc/sys/net/ipv4/ip_forward
  export TMPDIR=/run/tmp
  node --import tsx test/cluster/lab/main.ts up
  # Not exec: this shell is process 1 here and reaps what programs leave behind.
  if [ -n "${CLUSTER_UP:-}" ]; then
    echo up >&3
    while true; do sleep 3600; done
  fi
  node node_modules/jest/bin/jest.js --config test/cluster/jest.config.json --runInBand "$@"
}

main "$@"
