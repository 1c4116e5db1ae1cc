# shellcheck shell=sh
# The root file system of an image, laid out as the alpine images of redis and valkey are: programs in /usr/local/bin, busybox for
# all else, the user redis. It has nothing but that, so that it is small.
#
# Sourced by: build.sh

# $1: folder of the image; $2: root folder that has the programs; $3, $4: paths of server and client in it
make_image() {
  image=$1 source=$2 server=$3 client=$4
  for folder in bin sbin usr/bin usr/sbin usr/local/bin etc proc sys dev tmp run data; do mkdir -p "$image/$folder"; done
  chmod 1777 "$image/tmp"
  chown 999:1000 "$image/data"
  printf '%s\n' root:x:0:0:root:/root:/bin/sh redis:x:999:1000::/home/redis:/bin/sh >"$image/etc/passwd"
  printf '%s\n' root:x:0: redis:x:1000: >"$image/etc/group"
  printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' >"$image/etc/nsswitch.conf"
  add_programs
  add_libraries
  cp "$(command -v busybox)" "$image/bin/busybox"
  chroot "$image" /bin/busybox --install -s
}

# The server is sentinel and the checkers too, by the name under which it is called. Valkey's image also knows the names of Redis.
add_programs() {
  programs="$image/usr/local/bin"
  cp "$source/$server" "$source/$client" "$programs"
  family=$(basename "$server" -server)
  for role in sentinel check-rdb check-aof; do ln -s "$family-server" "$programs/$family-$role"; done
  [ "$family" = redis ] || for role in server cli sentinel check-rdb check-aof; do ln -s "$family-$role" "$programs/redis-$role"; done
}

# Each keeps the path by which the loader asks for it. The source may have no shell, and libraries that this machine's loader cannot load.
add_libraries() {
  [ "$source" = / ] || cp "$(command -v busybox)" "$source/usr/bin/busybox"
  for program in "$server" "$client"; do
    listed=$(chroot "$source" busybox env LD_TRACE_LOADED_OBJECTS=1 "$program")
    for library in $(echo "$listed" | sed -n 's|^[^/]*\(/[^ ]*\) (.*|\1|p'); do
      mkdir -p "$image/$(dirname "$library")"
      cp "$source/$library" "$image/$library"
    done
  done
}
