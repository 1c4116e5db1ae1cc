#!/bin/sh
# Makes the programs of the cluster tests, Kubernetes' and CoreDNS, from the Go modules that go.mod names, unless the cache has them.
# The first time takes a quarter of an hour and some gigabytes of Go's own caches.
#
# Called by: ../images/build.sh and the tests' run script, outside of namespaces, where there is no network
# Reads:     CLUSTER_PROGRAMS  optional folder that has the programs ready; then nothing is made
#            XDG_CACHE_HOME    optional; GOPROXY and the other variables of Go too
# Prints:    the folder with the programs; progress goes to stderr
# Exit code: 0; another when they cannot be made, or CLUSTER_PROGRAMS lacks some
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
readonly here
readonly PROGRAMS='kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl coredns pause'

progress() {
  echo "test:cluster: programs: $*" >&2
}

fail() {
  progress "$*"
  exit 2
}

# shellcheck source=test/scenario-kit/lib-cache.sh
. "$here/../../scenario-kit/lib-cache.sh"
# shellcheck source=test/cluster/programs/lib-go.sh
. "$here/lib-go.sh"

key() {
  cat "$here/go.mod" "$here/go.sum" "$here"/*/*.go "$here/build.sh" | sha256sum | cut -c 1-16
}

require_all_in() {
  missing=
  for program in $PROGRAMS; do
    [ -f "$1/$program" ] && [ -x "$1/$program" ] || missing="$missing $program"
  done
  [ -z "$missing" ] || fail "not in $1, or not executable:$missing"
}

# $1: folder that gets the programs
build() {
  use_go "$here"
  cd "$here"
  export CGO_ENABLED=0
  progress "fetching the Go modules with $(go env GOVERSION)"
  # What else it says, such as which modules it downloads, has spaces in its lines.
  listed=$(go_with list -deps 2>&1) || fail "$(echo "$listed" | grep ' ')"
  packages=$(echo "$listed" | grep -cv ' ')
  progress "compiling $packages packages but for those that Go's cache has; on two cores all of them take about 12 minutes"
  kubernetes=$(go list -m -f '{{ .Version }}' k8s.io/kubernetes)
  { go_with build -v -trimpath -ldflags "-s -w $(version_stamps "$kubernetes")" -o "$1/" 2>&1 && : >"$1/done"; } | report
  rm "$1/done" 2>/dev/null || fail 'could not be built, see above'
  require_all_in "$1"
}

# What `kubectl version` and `kubectl get nodes` say. $1: the version
version_stamps() {
  minor=${1#v1.}
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    echo "-X $package.gitVersion=$1 -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  done | paste -s -d ' '
}

# $1: what Go is to do; further: how
go_with() {
  go "$@" -buildvcs=false -tags providerless,dockerless tool ./coredns ./pause
}

# Counts the packages that Go names when it compiles them. What else it says, complaints, is passed on.
report() {
  compiled=0 reported=100
  while read -r line; do
    case $line in
      *' '*) echo "$line" >&2 ;;
      "k8s.io/kubernetes/cmd/${line##*/}") progress "linking ${line##*/}" ;;
      *) compiled=$((compiled + 1)) ;;
    esac
    [ "$compiled" -lt "$reported" ] || {
      progress "$compiled of at most $packages packages compiled"
      reported=$((reported + 100))
    }
  done
}

main() {
  if [ -n "${CLUSTER_PROGRAMS:-}" ]; then
    require_all_in "$CLUSTER_PROGRAMS"
    cd "$CLUSTER_PROGRAMS" && pwd
  else
    cached programs "$(key)" build
  fi
}

main "$@"
