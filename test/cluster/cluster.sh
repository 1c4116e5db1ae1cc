#!/bin/sh
# Keeps the Kubernetes of the cluster tests up for a person: starts it, ends it, and gives commands in it.
#
# Called by: npm run cluster:up, cluster:down, cluster:kubectl -- <arguments>, cluster:node -- kill|cut|heal <node's name or number>
# Reads:     CLUSTER_PROGRAMS, CLUSTER_LOGS, XDG_CACHE_HOME  see run.sh
# Exit code: that of the command; 2 when there is no cluster to give it to, or none can be started
set -eu

here=$(cd "$(dirname "$0")" && pwd)
readonly here
readonly STATE=/run/cdk8s-redis-sentinel-hostpath-cluster
readonly WAIT_SECONDS=60
readonly CGROUPS=/sys/fs/cgroup
readonly SAVED_SYSCTLS=/run/cdk8s-redis-sentinel-hostpath.sysctls

fail() {
  echo "cluster: $*" >&2
  exit 2
}

# When the process was started, in ticks since the machine was: by it a process is told from a later one with the same number.
# $1: process
start_of() {
  [ ! -e "/proc/$1/stat" ] || sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

is_up() {
  [ -e "$STATE/start" ] && wrapper=$(cat "$STATE/wrapper") && [ "$(start_of "$wrapper")" = "$(cat "$STATE/start")" ]
}

require_up() {
  if ! is_up || [ ! -e "$STATE/up" ]; then fail 'no cluster is up: npm run cluster:up'; fi
}

# $1, further: a program in the namespaces of the cluster. Those of its processes are the ones that children of run.sh's unshare get.
inside() {
  namespaces=$(cat "$STATE/namespaces")
  nsenter --wd="$here/../.." --target "$namespaces" --net --mount --pid="/proc/$namespaces/ns/pid_for_children" -- \
    env "CLUSTER_PROGRAMS=$(cat "$STATE/programs")" "CLUSTER_IMAGES=$(cat "$STATE/images")" "CLUSTER_CGROUP=cluster-$(cat "$STATE/wrapper")" "$@"
}

up() {
  if is_up; then
    [ -e "$STATE/up" ] || fail 'it is being started by somebody else; "npm run cluster:down" ends that'
    echo 'cluster: it is up already'
    return
  fi
  rm -rf "$STATE"
  mkdir -p "$STATE"
  CLUSTER_UP="$STATE" setsid sh "$here/run.sh" >"$STATE/log" 2>&1 &
  echo "$!" >"$STATE/wrapper"
  start_of "$!" >"$STATE/start"
  tail -f --pid="$!" "$STATE/log" &
  shown=$!
  trap 'kill "$shown" 2>/dev/null || true' EXIT
  # The first time its programs are built, for a quarter of an hour.
  while is_up && [ ! -e "$STATE/up" ]; do sleep 0.5; done
  is_up || fail 'it did not start, see above'
  echo 'cluster: up. Look at it by "npm run cluster:kubectl -- get nodes", end it by "npm run cluster:down"'
}

down() {
  if ! is_up; then
    echo 'cluster: none is up'
    return
  fi
  kill -TERM "$wrapper"
  waited=0
  while is_up; do
    [ "$waited" -lt "$WAIT_SECONDS" ] || fail "process $wrapper has not ended within $WAIT_SECONDS s"
    waited=$((waited + 1))
    sleep 1
  done
  rm -rf "$STATE"
  for folder in "$CGROUPS/cluster-$wrapper" "$CGROUPS"/*/"cluster-$wrapper"; do
    [ ! -d "$folder" ] || fail "it is down, but $folder is still there; the next run removes it"
  done
  [ ! -e "$SAVED_SYSCTLS" ] || echo 'cluster: the kernel settings of the cluster tests stay for as long as another run needs them'
  echo 'cluster: down'
}

main() {
  [ "$(id -u)" -eq 0 ] || exec sh "$(dirname "$0")/../as-root.sh" sh "$0" "$@"
  command=${1:-}
  [ $# -eq 0 ] || shift
  case "$command" in
    up) up ;;
    down) down ;;
    kubectl)
      require_up
      inside "$(cat "$STATE/programs")/kubectl" --kubeconfig /run/cluster/kubeconfig "$@"
      ;;
    node)
      require_up
      inside node --import tsx test/cluster/lab/main.ts node "$@"
      ;;
    *) fail "\"$command\" is no command; allowed: up, down, kubectl, node" ;;
  esac
}

main "$@"
