#!/bin/sh
# Runs a command as root: at once, or by sudo where that asks for no password, as on a hosted runner.
#
# Called by: the scripts beside it that make namespaces, network interfaces and containers; tools/test, to install packages
# Exit code: that of the command; 2 when there is no way to be root
set -eu

[ "$(id -u)" -ne 0 ] || exec "$@"
sudo -n true 2>/dev/null || {
  echo "$*: must run as root, or as somebody whom sudo asks for no password" >&2
  exit 2
}
# With root's home: what root puts into a cache there is in nobody's way. sudo has a PATH of its own.
exec sudo -n -E -H env "PATH=$PATH" "$@"
