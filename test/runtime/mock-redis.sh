#!/bin/sh
# Stands in for redis-server and redis-sentinel: writes down how it was started, then does what the test has told, or ends.
#
# Called by: start-member.sh and start-sentinel.sh in the tests, under the name of the program it stands in for.
# Reads:     RECORD_DIR, MOCK_DIR.
set -eu

echo "${0##*/} $*" >>"${RECORD_DIR}/starts"
tr '\0' '\n' <"/proc/$$/cmdline" >"${RECORD_DIR}/cmdline"
tr '\0' '\n' <"/proc/$$/environ" >"${RECORD_DIR}/environment"
stat -c %a "$1" >"${RECORD_DIR}/mode"
# There when all the rest is.
cat "$1" >"${RECORD_DIR}/conf.new"
mv "${RECORD_DIR}/conf.new" "${RECORD_DIR}/conf"

# shellcheck source=/dev/null # written by the test
[ ! -e "${MOCK_DIR}/${0##*/}" ] || . "${MOCK_DIR}/${0##*/}"
