#!/bin/sh
# Makes the root file systems of the images of Redis, for both kinds of scenarios, one tar file each, unless the cache has them:
#   machine  this machine's redis
#   redis8   the redis of Debian trixie
#   valkey   the valkey of Debian trixie
# The cache knows them by what this machine puts into them.
#
# Called by: run.sh of ../../failover and ../../cluster/images/build.sh, outside of namespaces, where there is no network
# Reads:     XDG_CACHE_HOME  optional
# Prints:    the folder with the tar files; progress goes to stderr
# Exit code: 0; another when they cannot be made
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
readonly here
# shellcheck source=test/scenario-kit/lib-cache.sh
. "$here/../lib-cache.sh"
# shellcheck source=test/scenario-kit/images/lib-trixie.sh
. "$here/lib-trixie.sh"
# shellcheck source=test/scenario-kit/images/lib-image.sh
. "$here/lib-image.sh"

progress() {
  echo "test:failover: images: $*" >&2
}

key() {
  cat "$here"/*.sh "$(command -v busybox)" "$(command -v redis-server)" "$(command -v redis-cli)" | sha256sum | cut -c 1-16
}

# $1: folder that gets the tar files
build() (
  work=$(mktemp -d -t failover-images.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 2' INT TERM HUP
  # apt gives up root's rights to download, and has to get in all the same.
  chmod 755 "$work"
  progress "fetching redis and valkey of Debian trixie from $(mirror)"
  unpack_trixie "$work/trixie" redis-server redis-tools valkey-server valkey-tools
  make_image "$work/machine" / "$(command -v redis-server)" "$(command -v redis-cli)"
  make_image "$work/redis8" "$work/trixie/root" /usr/bin/redis-server /usr/bin/redis-cli
  make_image "$work/valkey" "$work/trixie/root" /usr/bin/valkey-server /usr/bin/valkey-cli
  for name in machine redis8 valkey; do
    # Also the proof that nothing is missing that they need to start.
    version=$(chroot "$work/$name" /usr/local/bin/redis-server --version)
    chroot "$work/$name" /usr/local/bin/redis-cli --version >/dev/null
    tar -C "$work/$name" --numeric-owner -cf "$1/$name.tar" .
    progress "$name: $version"
  done
)

cached images "$(key)" build
