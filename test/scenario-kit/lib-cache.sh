# shellcheck shell=sh
# The cache between runs. What it keeps appears there all at once or not at all.
#
# Sourced by: images/build.sh, ../cluster/images/build.sh, ../cluster/programs/build.sh
# Reads:      XDG_CACHE_HOME  optional

readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-redis-sentinel-hostpath"
readonly UNUSED_DAYS=30

# Prints the folder. What has not been asked for in a long time is removed.
# $1: what kind of thing it is; $2: its key; $3: function that fills the folder it is given, when the cache has none
cached() {
  kept="$CACHE/$1/$2"
  if [ ! -d "$kept" ]; then
    mkdir -p "$CACHE/$1"
    making=$(mktemp -d "$CACHE/$1/building.XXXXXX")
    trap 'rm -rf "$making"' EXIT
    trap 'exit 2' INT TERM HUP
    "$3" "$making" >&2
    # Another run may have been faster; what it made is as good.
    mv -T "$making" "$kept" 2>/dev/null || [ -d "$kept" ]
  fi
  touch -c "$kept"
  find "$CACHE/$1" -mindepth 1 -maxdepth 1 -mtime "+$UNUSED_DAYS" -exec rm -rf {} +
  echo "$kept"
}
