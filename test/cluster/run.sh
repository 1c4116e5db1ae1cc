#!/bin/sh
# Runs a Kubernetes of seven nodes on this machine, in network, mount and process namespaces of its own, so that whatever happens
# (failure, Ctrl-C, kill -9) the kernel ends every process and drops every mount and interface of it.
#
# Called by: npm run test:cluster [-- <jest arguments>], to run the scenarios on it; cluster.sh, to keep it up for a person
# Reads:     CLUSTER_PROGRAMS  optional folder with Kubernetes' programs, instead of building them
#            CLUSTER_LOGS      optional folder that receives the logs of control plane and nodes
#            CLUSTER_UP        set by cluster.sh: the file that says that it is up; nothing is run on it, it stays
#            XDG_CACHE_HOME    optional, where programs and images are kept
# Exit code: that of jest; 2 when this machine cannot run it
set -eu

readonly CGROUPS=/sys/fs/cgroup
readonly SYSCTLS='vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes
  fs.inotify.max_user_instances fs.inotify.max_user_watches'

fail() {
  echo "test:cluster: $*" >&2
  exit 2
}

require_root() {
  [ "$(id -u)" -eq 0 ] || fail 'must run as root: it makes namespaces, network interfaces and containers'
}

require_programs() {
  missing=
  for program in "$@"; do
    command -v "$program" >/dev/null || missing="$missing $program"
  done
  [ -z "$missing" ] || fail "not found:$missing; on Debian: apt-get install etcd-server containerd containernetworking-plugins runc" \
    "iptables conntrack iproute2 procps busybox-static redis-server redis-tools"
}

require_namespaces() {
  unshare --net --mount --pid --fork true 2>/dev/null || fail 'this machine lets nobody make network, mount and process namespaces'
}

# runc leaves the parent folders of its containers' cgroups behind, and all of them when it is killed.
remove_cgroups() {
  for folder in "$CGROUPS/$1" "$CGROUPS"/*/"$1"; do
    [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || return 1
  done
}

# Processes that are being killed hold their cgroup for a few milliseconds more.
remove_own_cgroups() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    remove_cgroups "$CLUSTER_CGROUP" && return
    sleep 0.2
  done
  echo "test:cluster: could not remove the cgroups $CLUSTER_CGROUP under $CGROUPS" >&2
}

# Those of earlier runs whose wrapper was itself killed by SIGKILL.
remove_stale_cgroups() {
  for folder in "$CGROUPS"/cluster-* "$CGROUPS"/*/cluster-*; do
    [ ! -d "$folder" ] || kill -0 "${folder##*-}" 2>/dev/null || remove_cgroups "${folder##*/}" || true
  done
}

# The kubelet sets some for the whole machine, and seven of them watch more files than one.
# shellcheck disable=SC2086 # one argument for each
save_sysctls() {
  saved=$(sysctl $SYSCTLS)
  sysctl -qw fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=1048576
}

restore_sysctls() {
  echo "$saved" | sysctl -qp -
}

main() {
  require_root
  require_programs unshare nsenter setpriv node ip pgrep sysctl runc busybox etcd containerd ctr iptables conntrack redis-server redis-cli
  require_namespaces
  remove_stale_cgroups
  here=$(cd "$(dirname "$0")" && pwd)
  CLUSTER_PROGRAMS=$("$here/programs/build.sh") || fail 'no programs, see above'
  export CLUSTER_PROGRAMS
  CLUSTER_IMAGES=$("$here/images/build.sh") || fail 'no images, see above'
  CLUSTER_CGROUP="cluster-$$"
  export CLUSTER_IMAGES CLUSTER_CGROUP

  save_sysctls
  trap 'kill -KILL "$child" 2>/dev/null || true' INT TERM HUP
  setpriv --pdeathsig KILL \
    unshare --net --mount --propagation private --pid --fork --kill-child --mount-proc \
    "$here/run-inside.sh" "$@" &
  child=$!
  status=0
  wait "$child" || status=$?
  restore_sysctls
  remove_own_cgroups
  return "$status"
}

main "$@"
