# shellcheck shell=sh
# What runs scenarios in network, mount and process namespaces of their own, so that whatever happens (failure, Ctrl-C, kill -9) the
# kernel ends every process and drops every mount and interface of them. Only cgroup folders outlive that.
#
# Sourced by: run.sh and run-inside.sh of ../failover and ../cluster
# Reads:      LAYER            the tests' name, set by who sources this
#             DEBIAN_PACKAGES  those that have the programs, set by who asks for programs

readonly CGROUPS=/sys/fs/cgroup

fail() {
  echo "test:$LAYER: $*" >&2
  exit 2
}

require_programs() {
  missing=
  for program in "$@"; do
    command -v "$program" >/dev/null || missing="$missing $program"
  done
  [ -z "$missing" ] || fail "not found:$missing; on Debian: apt-get install $DEBIAN_PACKAGES"
}

# runc leaves the parent folders of its containers' cgroups behind, and all of them when it is killed.
remove_cgroups() {
  for folder in "$CGROUPS/$1" "$CGROUPS"/*/"$1"; do
    [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || return 1
  done
}

# Processes that are being killed hold their cgroup for a few milliseconds more.
# $1: how often it is tried
remove_own_cgroups() {
  for _ in $(seq "$1"); do
    remove_cgroups "$LAYER-$$" && return
    sleep 0.2
  done
  echo "test:$LAYER: could not remove the cgroups $LAYER-$$ under $CGROUPS" >&2
}

# Those of earlier runs whose wrapper was itself killed by SIGKILL.
remove_stale_cgroups() {
  for folder in "$CGROUPS/$LAYER"-* "$CGROUPS"/*/"$LAYER"-*; do
    [ ! -d "$folder" ] || kill -0 "${folder##*-}" 2>/dev/null || remove_cgroups "${folder##*/}" || true
  done
}

# Starts it in the background, as process `child`; it does not outlive this script.
# $1, further: script, and its arguments
start_in_namespaces() {
  trap 'kill -KILL "$child" 2>/dev/null || true' INT TERM HUP
  setpriv --pdeathsig KILL \
    unshare --net --mount --propagation private --pid --fork --kill-child --mount-proc \
    "$@" &
  child=$!
}

# Leaves its path from everywhere in `logs`, which is empty where nobody wants them.
# $1: the folder, or nothing
make_logs_folder() {
  logs=
  [ -n "$1" ] || return 0
  mkdir -p "$1"
  logs=$(cd "$1" && pwd)
}

# In the namespaces: a private /run in memory that holds every file of the run. The logs in it are those in the folder `logs`.
prepare_namespaces() {
  mount -t tmpfs -o mode=755 "$LAYER" /run
  mkdir -p /run/netns /run/tmp "/run/$LAYER/logs"
  [ -z "$logs" ] || mount --bind "$logs" "/run/$LAYER/logs"
  ip link set lo up
  export TMPDIR=/run/tmp
}
