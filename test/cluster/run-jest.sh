#!/bin/sh
# Runs the scenarios on the cluster that is there, and prints what they measured as a table.
#
# Called by: run-inside.sh; run.sh for an existing cluster
# Arguments: --quick for the scenarios in quick.txt alone; the others are jest's
# Reads:     CLUSTER_REPORT  optional file in which the scenarios write down what they measured
#            CLUSTER_TABLE   optional file that receives the table
# Exit code: that of jest
set -eu

main() {
  cd "$(dirname "$0")/../.."
  if [ "${1:-}" = --quick ]; then
    shift
    set -- --testPathPatterns "$(paste -s -d '|' test/cluster/quick.txt)" "$@"
  fi
  status=0
  node node_modules/jest/bin/jest.js --config test/cluster/jest.config.json --runInBand "$@" || status=$?
  node --import tsx test/cluster/print-report.ts | tee "${CLUSTER_TABLE:-/dev/null}"
  return "$status"
}

main "$@"
