#!/bin/sh
# Runs a Kubernetes of seven nodes on this machine, in network, mount and process namespaces of its own, so that whatever happens
# (failure, Ctrl-C, kill -9) the kernel ends every process and drops every mount and interface of it.
#
# Called by: npm run test:cluster [-- [--quick] <jest arguments>], to run the scenarios on it; cluster.sh, to keep it up for a person
# Arguments: --quick     only the scenarios in quick.txt
#            --existing  no Kubernetes of its own but that of KUBECONFIG, as far as its nodes need not be broken
#            --check     only says, by the exit code, whether this machine can run it
#            further     for jest
# Reads:     CLUSTER_PROGRAMS  optional folder with Kubernetes' programs, instead of building them
#            CLUSTER_LOGS      optional folder that receives the logs of control plane and nodes
#            CLUSTER_UP        set by cluster.sh: the folder that is told when it is up; nothing is run on it, it stays
#            KUBECONFIG        for --existing
#            XDG_CACHE_HOME    optional, where programs and images are kept
# Exit code: that of jest; 2 when this machine cannot run it
set -eu

readonly CGROUPS=/sys/fs/cgroup
readonly SAVED_SYSCTLS=/run/cdk8s-redis-sentinel-hostpath.sysctls
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

# The kubelet sets some for the whole machine, and seven of them watch more files than one. The file is the machine's own values, for
# as long as anybody has changed them: another run at the same time, or one that was killed, has left it there.
# shellcheck disable=SC2086 # one argument for each
save_sysctls() {
  [ -e "$SAVED_SYSCTLS" ] || {
    sysctl $SYSCTLS >"$SAVED_SYSCTLS.$$"
    mv "$SAVED_SYSCTLS.$$" "$SAVED_SYSCTLS"
  }
  sysctl -qw fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=1048576
}

# The last one that ends restores them: the others' cgroups are gone then.
restore_sysctls() {
  for folder in "$CGROUPS"/cluster-* "$CGROUPS"/*/cluster-*; do
    [ ! -d "$folder" ] || return 0
  done
  sysctl -qp "$SAVED_SYSCTLS"
  rm "$SAVED_SYSCTLS"
}

# The programs that the cluster and the scenarios need beside Node; as root, Debian's are installed.
install_programs() {
  (cd "$here/../.." && node --import tsx tools/test/install-packages.ts cluster) || fail 'not all programs are there, see above'
}

on_existing() {
  [ -n "${KUBECONFIG:-}" ] || fail '--existing needs KUBECONFIG, the file that names the cluster'
  kubectl get --raw /readyz >/dev/null || fail "no answer from the cluster of $KUBECONFIG, see above"
  cd "$here/../.."
  CLUSTER_EXISTING=1 CLUSTER_REPORT=$(mktemp) exec sh "$here/run-jest.sh" "$@"
}

# For cluster.sh: how to get in.
tell_state() {
  echo "$child" >"$CLUSTER_UP/namespaces"
  echo "$CLUSTER_PROGRAMS" >"$CLUSTER_UP/programs"
  echo "$CLUSTER_IMAGES" >"$CLUSTER_UP/images"
}

main() {
  here=$(cd "$(dirname "$0")" && pwd)
  if [ "${1:-}" = --existing ]; then
    shift
    on_existing "$@"
  fi
  require_root
  require_namespaces
  [ "${1:-}" != --check ] || return 0
  install_programs
  require_programs unshare nsenter setpriv node ip pgrep sysctl runc busybox etcd containerd ctr iptables conntrack redis-server redis-cli
  remove_stale_cgroups
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
  [ -z "${CLUSTER_UP:-}" ] || tell_state
  status=0
  wait "$child" || status=$?
  remove_own_cgroups
  restore_sysctls
  return "$status"
}

main "$@"
