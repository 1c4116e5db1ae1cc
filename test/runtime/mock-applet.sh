#!/bin/sh
# Stands in for every program that a script starts: writes down its arguments, then is what it stands in for.
#
# Called by: the scripts in the tests, under the applet's name.
# Reads:     RECORD_DIR.
set -eu

echo "${0##*/} $*" >>"${RECORD_DIR}/commands"
exec /bin/busybox "${0##*/}" "$@"
