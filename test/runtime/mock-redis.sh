#!/bin/sh
# Stands in for redis-server and redis-sentinel: writes down how it was started, and ends.
#
# Called by: run.sh in the tests, under the name of the program it stands in for.
# Reads:     RECORD_DIR.
set -eu

printf '%s' "${0##*/}" >"${RECORD_DIR}/program"
printf '%s' "$$" >"${RECORD_DIR}/pid"
printf '%s\n' "$@" >"${RECORD_DIR}/arguments"
tr '\0' '\n' <"/proc/$$/cmdline" >"${RECORD_DIR}/cmdline"
tr '\0' '\n' <"/proc/$$/environ" >"${RECORD_DIR}/environment"
stat -c %a "$1" >"${RECORD_DIR}/mode"
cat "$1" >"${RECORD_DIR}/conf"
