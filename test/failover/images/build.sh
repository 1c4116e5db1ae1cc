#!/bin/sh
# Makes the images of the failover tests, one tar file each, unless the cache has them:
#   machine  this machine's redis
#   redis8   the redis of Debian trixie
#   valkey   the valkey of Debian trixie
# The cache knows them by what this machine puts into them. They appear there all at once or not at all.
#
# Called by: run.sh, outside of its namespaces, where there is no network
# Reads:     XDG_CACHE_HOME  optional
# Prints:    the folder with the tar files; progress goes to stderr
# Exit code: 0; another when they cannot be made
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
readonly here
# shellcheck source=test/failover/images/lib-trixie.sh
. "$here/lib-trixie.sh"
# shellcheck source=test/failover/images/lib-image.sh
. "$here/lib-image.sh"

readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-redis-sentinel-hostpath/images"
readonly UNUSED_DAYS=30

progress() {
  echo "test:failover: images: $*" >&2
}

key() {
  cat "$here"/*.sh "$(command -v busybox)" "$(command -v redis-server)" "$(command -v redis-cli)" | sha256sum | cut -c 1-16
}

# $1: folder that gets the tar files; $2: folder to work in
build() {
  progress "fetching redis and valkey of Debian trixie from $(mirror)"
  unpack_trixie "$2/trixie" redis-server redis-tools valkey-server valkey-tools
  make_image "$2/machine" / "$(command -v redis-server)" "$(command -v redis-cli)"
  make_image "$2/redis8" "$2/trixie/root" /usr/bin/redis-server /usr/bin/redis-cli
  make_image "$2/valkey" "$2/trixie/root" /usr/bin/valkey-server /usr/bin/valkey-cli
  for name in machine redis8 valkey; do
    # Also the proof that nothing is missing that they need to start.
    version=$(chroot "$2/$name" /usr/local/bin/redis-server --version)
    chroot "$2/$name" /usr/local/bin/redis-cli --version >/dev/null
    tar -C "$2/$name" --numeric-owner -cf "$1/$name.tar" .
    progress "$name: $version"
  done
}

main() {
  images="$CACHE/$(key)"
  if [ ! -d "$images" ]; then
    mkdir -p "$CACHE"
    building=$(mktemp -d "$CACHE/building.XXXXXX")
    work=$(mktemp -d -t failover-images.XXXXXX)
    trap 'rm -rf "$building" "$work"' EXIT
    trap 'exit 2' INT TERM HUP
    # apt gives up root's rights to download, and has to get in all the same.
    chmod 755 "$work"
    build "$building" "$work"
    # Another run may have been faster; its images are as good.
    mv -T "$building" "$images" 2>/dev/null || [ -d "$images" ]
  fi
  touch -c "$images"
  find "$CACHE" -mindepth 1 -maxdepth 1 -mtime "+$UNUSED_DAYS" -exec rm -rf {} +
  echo "$images"
}

main "$@"
