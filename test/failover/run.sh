#!/bin/sh
# Runs the failover scenarios in network, mount and process namespaces of their own, so that whatever happens
# (failure, Ctrl-C, kill -9) the kernel ends every process and drops every mount and interface they made.
#
# Called by: npm run test:failover [-- <jest arguments>]
# Reads:     FAILOVER_LOGS   optional folder that receives the container logs
#            XDG_CACHE_HOME  optional, where the images are kept
# Exit code: that of jest; 2 when this machine cannot run the scenarios
set -eu

readonly CGROUPS=/sys/fs/cgroup

fail() {
  echo "test:failover: $*" >&2
  exit 2
}

require_programs() {
  missing=
  for program in "$@"; do
    command -v "$program" >/dev/null || missing="$missing $program"
  done
  [ -z "$missing" ] || fail "not found:$missing; on Debian: apt-get install redis-server redis-sentinel redis-tools busybox-static iproute2 runc"
}

# runc leaves the parent folder of its containers' cgroups behind, and all of them when it is killed.
remove_cgroups() {
  for folder in "$CGROUPS/$1" "$CGROUPS"/*/"$1"; do
    [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || return 1
  done
}

# Processes that are being killed hold their cgroup for a few milliseconds more.
remove_own_cgroups() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    remove_cgroups "failover-$$" && return
    sleep 0.2
  done
  echo "test:failover: could not remove the cgroups failover-$$ under $CGROUPS" >&2
}

# Those of earlier runs whose wrapper was itself killed by SIGKILL.
remove_stale_cgroups() {
  for folder in "$CGROUPS"/failover-* "$CGROUPS"/*/failover-*; do
    [ ! -d "$folder" ] || kill -0 "${folder##*-}" 2>/dev/null || remove_cgroups "${folder##*/}" || true
  done
}

main() {
  [ "$(id -u)" -eq 0 ] || exec sh "$(dirname "$0")/../as-root.sh" sh "$0" "$@"
  require_programs unshare nsenter setpriv node ip runc busybox redis-server redis-cli bash apt-get dpkg-deb
  remove_stale_cgroups
  FAILOVER_IMAGES=$("$(dirname "$0")/images/build.sh") || fail 'no images, see above'

  FAILOVER_CGROUP="failover-$$"
  export FAILOVER_CGROUP FAILOVER_IMAGES
  trap 'kill -KILL "$child" 2>/dev/null || true' INT TERM HUP
  setpriv --pdeathsig KILL \
    unshare --net --mount --propagation private --pid --fork --kill-child --mount-proc \
    "$(dirname "$0")/run-inside.sh" "$@" &
  child=$!
  status=0
  wait "$child" || status=$?
  remove_own_cgroups
  return "$status"
}

main "$@"
