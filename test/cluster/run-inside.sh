#!/bin/sh
# Brings the lab up in the namespaces that run.sh made and runs jest on it, or leaves it up.
#
# Called by: run.sh only; on its own it would hide the machine's /run
# Reads:     CLUSTER_PROGRAMS, CLUSTER_IMAGES, CLUSTER_CGROUP  set by run.sh
#            CLUSTER_LOGS  optional folder that receives the logs of control plane and nodes
#            CLUSTER_UP    optional folder in which a file `up` is made when the lab is up; it stays up then
# Exit code: that of jest
set -eu

: "${CLUSTER_CGROUP:?is set by run.sh, start that instead}"

here=$(cd "$(dirname "$0")" && pwd)
readonly here
readonly LAYER=cluster
# shellcheck source=test/scenario-kit/lib-run.sh
. "$here/../scenario-kit/lib-run.sh"

main() {
  make_logs_folder "${CLUSTER_LOGS:-}"
  # The private /run hides that folder; this way into it stays.
  [ -z "${CLUSTER_UP:-}" ] || cd "$CLUSTER_UP"
  prepare_namespaces
  echo 1 >/proc/sys/net/ipv4/ip_forward
  (cd "$here/../.." && node --import tsx test/cluster/lab/main.ts up)
  # Not exec: this shell is process 1 here and reaps what programs leave behind.
  if [ -n "${CLUSTER_UP:-}" ]; then
    touch up
    while true; do sleep 3600; done
  fi
  sh "$here/run-jest.sh" "$@"
}

main "$@"
