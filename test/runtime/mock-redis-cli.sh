#!/bin/sh
# Stands in for redis-cli: answers each command on standard input as the test has told for that host, and writes down who was sent what.
#
# Called by: the scripts in the tests, as redis-cli.
# Reads:     MOCK_DIR, MEMBER_HOST, REDISCLI_AUTH.
set -u

printf '%s\n' "$*" >>"${MOCK_DIR}/arguments"
printf '%s\n' "${REDISCLI_AUTH-none}" >>"${MOCK_DIR}/auth"
[ "$1 $3" = '-h -p' ] || exit 64
case "$2 $4" in
  '127.0.0.1 6379') who=me server=${MEMBER_HOST-} ;;
  [0-9]*) who=$2 server=$2 ;;
  *) who=${2%%.*} server=$2 ;;
esac
answers=${MOCK_DIR}/servers/${server}

# The servers' own files define: manner, and answer COMMAND.
meet() {
  manner=refused
  # shellcheck source=/dev/null # written by the test
  [ ! -e "${answers}" ] || . "${answers}"
}

meet
if [ "${manner}" = refused ]; then
  echo "Could not connect to Redis at $2:$4: Connection refused" >&2
  exit 1
fi
[ "${manner}" != wrongpass ] || echo 'AUTH failed: WRONGPASS invalid username-password pair or user is disabled.' >&2

transaction=
while IFS= read -r command; do
  printf '%s\n' "${who} ${command}" >>"${MOCK_DIR}/sent"
  meet
  case "${manner} ${transaction} ${command}" in
    hangs*) exec sleep 600 ;;
    mute*) ;;
    noauth* | wrongpass*) printf 'NOAUTH Authentication required.\n\n' ;;
    *' MULTI')
      echo OK
      transaction=open
      ;;
    *' EXEC')
      answer EXEC
      transaction=
      ;;
    *' open '*) echo QUEUED ;;
    *) answer "${command}" ;;
  esac
  # shellcheck source=/dev/null # written by the test
  [ ! -e "${MOCK_DIR}/when" ] || . "${MOCK_DIR}/when"
done
