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
#            CLUSTER_TABLE     optional file that receives the table of what was measured
#            KUBECONFIG        for --existing
#            XDG_CACHE_HOME    optional, where programs and images are kept
# Exit code: that of jest; 2 when this machine cannot run it
set -eu

here=$(cd "$(dirname "$0")" && pwd)
readonly here
readonly LAYER=cluster
# shellcheck disable=SC2034 # lib-run.sh names them
readonly DEBIAN_PACKAGES='etcd-server containerd containernetworking-plugins runc iptables conntrack iproute2 procps busybox-static redis-server redis-tools'
# shellcheck source=test/scenario-kit/lib-run.sh
. "$here/../scenario-kit/lib-run.sh"

readonly SAVED_SYSCTLS=/run/cdk8s-redis-sentinel-hostpath.sysctls
readonly SYSCTLS_LOCK="$SAVED_SYSCTLS.lock"
readonly SYSCTLS='vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes
  fs.inotify.max_user_instances fs.inotify.max_user_watches'

require_namespaces() {
  unshare --net --mount --pid --fork true 2>/dev/null || fail 'this machine lets nobody make network, mount and process namespaces'
}

# Of version 2 they are one tree, of version 1 one for each controller.
require_cgroups() {
  parent=$CGROUPS/memory
  [ ! -e "$CGROUPS/cgroup.controllers" ] || parent=$CGROUPS
  { mkdir "$parent/$LAYER-$$" && rmdir "$parent/$LAYER-$$"; } 2>/dev/null || fail "this machine lets nobody make cgroups in $parent"
}

# The kubelet sets some for the whole machine, and seven of them watch more files than one. The file is the machine's own values, for
# as long as anybody has changed them: another run at the same time, or one that was killed, has left it there. A run shares the lock for
# as long as it needs them changed; the kernel takes it back from one that is killed.
# shellcheck disable=SC2086 # one argument for each
save_sysctls() {
  exec 9>"$SYSCTLS_LOCK"
  flock --shared 9
  [ -e "$SAVED_SYSCTLS" ] || {
    sysctl $SYSCTLS >"$SAVED_SYSCTLS.$$"
    # Not mv: a run that starts at the same time may have been faster, and has changed them since.
    ln "$SAVED_SYSCTLS.$$" "$SAVED_SYSCTLS" 2>/dev/null || true
    rm "$SAVED_SYSCTLS.$$"
  }
  sysctl -qw fs.inotify.max_user_instances=8192 fs.inotify.max_user_watches=1048576
}

# The last one that ends restores them: nobody shares the lock with it.
restore_sysctls() {
  flock --exclusive --nonblock 9 || return 0
  [ -e "$SAVED_SYSCTLS" ] || return 0
  sysctl -qp "$SAVED_SYSCTLS"
  rm "$SAVED_SYSCTLS"
}

# The programs that the cluster and the scenarios need beside Node; as root, Debian's are installed.
install_programs() {
  (cd "$here/../.." && node --import tsx tools/test/install-packages.ts cluster) || fail 'not all programs are there, see above'
}

on_existing() {
  [ -n "${KUBECONFIG:-}" ] || fail '--existing needs KUBECONFIG, the file that names the cluster'
  command -v kubectl >/dev/null || fail 'not found: kubectl'
  require_programs redis-cli unshare node
  kubectl get --raw /readyz >/dev/null || fail "no answer from the cluster of $KUBECONFIG, see above"
  require_addresses
  CLUSTER_REPORT=$(mktemp)
  export CLUSTER_REPORT
  trap 'rm -f "$CLUSTER_REPORT"' EXIT
  status=0
  CLUSTER_EXISTING=1 sh "$here/run-jest.sh" "$@" || status=$?
  exit "$status"
}

# The writer is a program of this machine: it needs the addresses of Services and of pods. The name service has one of each kind.
require_addresses() {
  service=$(kubectl -n kube-system get service kube-dns -o 'jsonpath={.spec.clusterIP}') || fail 'no Service kube-dns in kube-system, see above'
  pod=$(kubectl -n kube-system get endpoints kube-dns -o 'jsonpath={.subsets[0].addresses[0].ip}') || fail 'no endpoints of kube-dns, see above'
  [ -n "$pod" ] || fail 'the Service kube-dns in kube-system has no ready pod'
  answers_on_53 "$service" || fail "no way from this machine to the Service address $service: run this on a node of the cluster"
  answers_on_53 "$pod" || fail "no way from this machine to the pod address $pod: run this on a node of the cluster"
}

# $1: address; name services of clusters listen by TCP as well
answers_on_53() {
  node -e 'require("net").connect({ host: process.argv[1], port: 53, timeout: 5000 })
    .on("connect", () => process.exit(0)).on("error", () => process.exit(1)).on("timeout", () => process.exit(1))' "$1"
}

# For cluster.sh: how to get in.
tell_state() {
  echo "$child" >"$CLUSTER_UP/namespaces"
  echo "$CLUSTER_PROGRAMS" >"$CLUSTER_UP/programs"
  echo "$CLUSTER_IMAGES" >"$CLUSTER_UP/images"
}

main() {
  [ "$(id -u)" -eq 0 ] || exec sh "$here/../as-root.sh" sh "$0" "$@"
  if [ "${1:-}" = --existing ]; then
    shift
    on_existing "$@"
  fi
  require_namespaces
  require_cgroups
  [ "${1:-}" != --check ] || return 0
  install_programs
  require_programs unshare nsenter setpriv flock node ip pgrep sysctl runc busybox etcd containerd ctr iptables conntrack redis-server redis-cli
  remove_stale_cgroups
  CLUSTER_PROGRAMS=$("$here/programs/build.sh") || fail 'no programs, see above'
  export CLUSTER_PROGRAMS
  CLUSTER_IMAGES=$("$here/images/build.sh") || fail 'no images, see above'
  CLUSTER_CGROUP="$LAYER-$$"
  export CLUSTER_IMAGES CLUSTER_CGROUP

  save_sysctls
  # Not with the lock: what outlives a run that is killed must not hold it.
  start_in_namespaces "$here/run-inside.sh" "$@" 9>&-
  [ -z "${CLUSTER_UP:-}" ] || tell_state
  status=0
  wait "$child" || status=$?
  remove_own_cgroups 20
  restore_sysctls
  return "$status"
}

main "$@"
