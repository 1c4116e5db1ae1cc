#!/bin/sh
# Says whether this member serves: a master that takes writes, or a replica in step with its master.
#
# Called by: the kubelet, as readiness probe of the container redis-server.
# Reads:     RUN_DIR, MEMBER_HOST, set.env.
# Exit code: 0 if it does, 1 if not, with the reason.
# Sentinel:  not asked.
set -u

: "${RUN_DIR:?}" "${MEMBER_HOST:?}"

# shellcheck source=/dev/null # made at synthesis
. "${RUN_DIR}/config/set.env"
# shellcheck source=runtime/lib-ask.sh
. "${RUN_DIR}/config/lib-ask.sh"

main() {
  local state holder follows link
  read -r state holder follows link <<END
$(values "$(facts_of "${MEMBER_HOST}" 127.0.0.1)" state holder follows link)
END
  case "${state} ${link}" in
    master*) [ "${holder}" = "${MEMBER_HOST}" ] || not_ready 'has not begun its term as master' ;;
    'replica up') ;;
    replica*) not_ready "has no link to ${follows}" ;;
    *) not_ready "is ${state}" ;;
  esac
}

not_ready() {
  echo "$1"
  return 1
}

main
