#!/bin/sh
# Runs the failover scenarios in network, mount and process namespaces of their own, so that whatever happens
# (failure, Ctrl-C, kill -9) the kernel ends every process and drops every mount and interface they made.
#
# Called by: npm run test:failover [-- <jest arguments>]
# Reads:     FAILOVER_LOGS   optional folder that receives the container logs
#            XDG_CACHE_HOME  optional, where the images are kept
# Exit code: that of jest; 2 when this machine cannot run the scenarios
set -eu

here=$(cd "$(dirname "$0")" && pwd)
readonly here
readonly LAYER=failover
# shellcheck disable=SC2034 # lib-run.sh names them
readonly DEBIAN_PACKAGES='redis-server redis-sentinel redis-tools busybox-static iproute2 runc'
# shellcheck source=test/scenario-kit/lib-run.sh
. "$here/../scenario-kit/lib-run.sh"

main() {
  [ "$(id -u)" -eq 0 ] || exec sh "$here/../as-root.sh" sh "$0" "$@"
  require_programs unshare nsenter setpriv node ip runc busybox redis-server redis-cli bash apt-get dpkg-deb
  remove_stale_cgroups
  FAILOVER_IMAGES=$("$here/../scenario-kit/images/build.sh") || fail 'no images, see above'
  FAILOVER_CGROUP="$LAYER-$$"
  export FAILOVER_CGROUP FAILOVER_IMAGES

  start_in_namespaces "$here/run-inside.sh" "$@"
  status=0
  wait "$child" || status=$?
  remove_own_cgroups 10
  return "$status"
}

main "$@"
