# shellcheck shell=sh
# Images as `docker save` writes them: a configuration, layers, and a manifest that names both. Nothing in them depends on when they
# are made, or by whom.
#
# Sourced by: build.sh

# $1: layer to make; $2: the program that is all that it has, in /
layer_of() {
  equal_tar "$1" --mode=755 -C "$(dirname "$2")" "$(basename "$2")"
}

# $1: archive to make; $2: its layer; $3: members of the configuration's "config"; further: the image's names
archive() {
  archive=$1 layer=$2 config=$3
  shift 3
  tree=$(mktemp -d "$archive.XXXXXX")
  cp "$layer" "$tree/layer.tar"
  configuration "$(digest "$layer")" "$config" >"$tree/config.json"
  named="$(digest "$tree/config.json").json"
  mv "$tree/config.json" "$tree/$named"
  echo "[{\"Config\":\"$named\",\"RepoTags\":[$(quoted "$@")],\"Layers\":[\"layer.tar\"]}]" >"$tree/manifest.json"
  equal_tar "$archive" --mode=644 -C "$tree" manifest.json "$named" layer.tar
  rm -r "$tree"
}

# $1: digest of the layer; $2: members of its "config"
configuration() {
  cat <<JSON
{
  "architecture": "$(dpkg --print-architecture)",
  "os": "linux",
  "created": "1970-01-01T00:00:00Z",
  "config": {$2},
  "rootfs": {"type": "layers", "diff_ids": ["sha256:$1"]},
  "history": [{"created": "1970-01-01T00:00:00Z", "created_by": "test/cluster/images/build.sh"}]
}
JSON
}

# "a","b","c"
quoted() {
  printf '"%s",' "$@" | sed 's/,$//'
}

digest() {
  sha256sum "$1" | cut -d ' ' -f 1
}

# $1: tar file to make; further: what goes into it
equal_tar() {
  made=$1
  shift
  tar --format=gnu --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$made" "$@"
}
