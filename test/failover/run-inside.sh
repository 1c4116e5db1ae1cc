#!/bin/sh
# Prepares the namespaces that run.sh made (loopback, a private /run that holds every file of the run) and runs jest, or a script, in them.
#
# Called by: run.sh only; on its own it would hide the machine's /run
# Reads:     FAILOVER_CGROUP  set by run.sh
#            FAILOVER_IMAGES  set by run.sh
#            FAILOVER_LOGS    optional folder that receives the container logs
#            FAILOVER_SCRIPT  optional TypeScript file to be run instead of jest
# Exit code: that of jest or the script
set -eu

: "${FAILOVER_CGROUP:?is set by run.sh, start that instead}"
: "${FAILOVER_IMAGES:?is set by run.sh, start that instead}"

here=$(cd "$(dirname "$0")" && pwd)
readonly here
readonly LAYER=failover
# shellcheck source=test/scenario-kit/lib-run.sh
. "$here/../scenario-kit/lib-run.sh"

# Every container has its image's folder as its lower layer; nobody writes to it.
unpack_images() {
  for archive in "$FAILOVER_IMAGES"/*.tar; do
    folder="$1/$(basename "$archive" .tar)"
    mkdir -p "$folder"
    tar -C "$folder" -xpf "$archive"
  done
}

main() {
  cd "$here/../.."
  make_logs_folder "${FAILOVER_LOGS:-}"
  prepare_namespaces
  unpack_images /run/failover/images
  # Not exec: this shell is process 1 here and reaps what the containers leave behind.
  if [ -n "${FAILOVER_SCRIPT:-}" ]; then
    node --import tsx "$FAILOVER_SCRIPT" "$@"
  else
    node node_modules/jest/bin/jest.js --config test/failover/jest.config.json --maxWorkers=2 "$@"
  fi
}

main "$@"
