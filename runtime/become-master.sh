#!/bin/sh
# Makes a member that waits at a cold start the master with the data that it has: for when the others are gone for good.
#
# Called by: the operator, in the container redis-server:
#            kubectl exec <pod> -c redis-server -- sh /run/redis/config/become-master.sh
# Arguments: --discard-newer  although another member that waits has newer data.
# Reads:     RUN_DIR, MEMBER_HOST, set.env.
# Exit code: 0 when this member is the master and has begun its term; 1 where it refuses or does not get there, with the reason.
# Sentinel:  asked by watch-member.sh, which carries it out.
set -u

: "${RUN_DIR:?}" "${MEMBER_HOST:?}"
CONFIG=${RUN_DIR}/config

# shellcheck source=/dev/null # made at synthesis
. "${CONFIG}/set.env"
# shellcheck source=runtime/lib-log.sh
. "${CONFIG}/lib-log.sh"
# shellcheck source=runtime/lib-ask.sh
. "${CONFIG}/lib-ask.sh"
# shellcheck source=runtime/lib-choose.sh
. "${CONFIG}/lib-choose.sh"

refuse_where_it_does_harm() {
  local me others serving best
  me=$(facts_of "${MEMBER_HOST}" 127.0.0.1)
  others=$(facts_of_all_but "${MEMBER_HOST}")
  [ -n "$(with_state "${me}" quarantined)" ] || die "refuses: this member does not wait to be told its place, it is $(values "${me}" state)"
  serving=$(with_state "${others}" master; with_state "${others}" replica)
  [ -z "${serving}" ] || die "refuses: $(hosts_of "${serving}") are in service"
  best=$(newest "${me}
$(with_state "${others}" quarantined)")
  [ "${best}" = "${MEMBER_HOST}" ] || [ "${1:-}" = --discard-newer ] ||
    die "refuses: ${best%%.*} waits too and has newer data; run this there, or here with --discard-newer"
}

main() {
  refuse_where_it_does_harm "$@"
  local state holder
  touch "${MARK_BECOME_MASTER}"
  for _ in $(seq 60); do
    read -r state holder <<END
$(values "$(facts_of "${MEMBER_HOST}" 127.0.0.1)" state holder)
END
    if [ "${state}" = master ] && [ "${holder}" = "${MEMBER_HOST}" ]; then
      log 'is the master; writes are taken as soon as min-replicas-to-write is met'
      return
    fi
    sleep 1
  done
  rm -f "${MARK_BECOME_MASTER}"
  die 'has not become the master within a minute: see the log of this container'
}

main "$@"
