#!/bin/sh
# Makes the images of the cluster tests for `ctr images import`, archives of one layer each, unless the cache has them:
#   pause, coredns           one program and nothing else
#   redis, redis8, valkey    the root file systems of ../../scenario-kit/images
# Equal programs and root file systems make equal archives.
#
# Called by: the tests' run script, outside of namespaces, where there is no network
# Reads:     CLUSTER_PROGRAMS  optional, see ../programs/build.sh
#            XDG_CACHE_HOME    optional
# Prints:    the folder with the archives; progress goes to stderr
# Exit code: 0; another when they cannot be made
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
readonly here
# shellcheck source=test/scenario-kit/lib-cache.sh
. "$here/../../scenario-kit/lib-cache.sh"
# shellcheck source=test/cluster/images/lib-archive.sh
. "$here/lib-archive.sh"

# Where the images of Redis look for programs and leave their data.
readonly REDIS='"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],"WorkingDir":"/data","Cmd":["redis-server"]'

key() {
  cat "$here"/*.sh "$programs/pause" "$programs/coredns" "$file_systems"/*.tar | sha256sum | cut -c 1-16
}

# $1: folder that gets the archives
build() {
  layer_of "$1/pause.layer" "$programs/pause"
  archive "$1/pause.tar" "$1/pause.layer" '"User":"65535:65535","Entrypoint":["/pause"]' registry.k8s.io/pause:3.9
  layer_of "$1/coredns.layer" "$programs/coredns"
  archive "$1/coredns.tar" "$1/coredns.layer" '"Entrypoint":["/coredns"]' registry.k8s.io/coredns/coredns:v1.11.1
  rm "$1"/*.layer

  # The first of the names is the library's default, see src/redis-image.ts.
  archive "$1/redis.tar" "$file_systems/machine.tar" "$REDIS" docker.io/library/redis:7.2.5-alpine3.20 docker.io/library/redis:machine
  archive "$1/redis8.tar" "$file_systems/redis8.tar" "$REDIS" docker.io/library/redis:8-trixie
  archive "$1/valkey.tar" "$file_systems/valkey.tar" "$REDIS" docker.io/library/valkey:trixie
}

programs=$("$here/../programs/build.sh")
file_systems=$("$here/../../scenario-kit/images/build.sh")
cached cluster-images "$(key)" build
