#!/bin/sh
# Refuses data that Redis would not read as the configuration says, and would replace by older data or none.
#
# Sourced by: run.sh, after lib-log.sh. Without side effects when sourced.
# Exit code:  die ends the script with 1 and a line that says why.

# refuse_other_persistence SHARED_CONF DATA_DIR
# With "appendonly yes" Redis ignores a snapshot where no manifest names an append-only file: it would start empty, and the replicas
# with it. The folder alone proves nothing: it is there before the first append-only file is whole. With "appendonly no" it ignores an
# append-only file, which is newer than any snapshot.
refuse_other_persistence() {
  rp_append_only_file=$2/appendonlydir/appendonly.aof.manifest
  if grep -q '^appendonly yes' "$1"; then
    if [ -e "$2/dump.rdb" ] && [ ! -e "${rp_append_only_file}" ]; then
      die "refuses to start: appendOnly is on, but $2 holds only an RDB snapshot, which redis would ignore; switch it on in the running redis first (CONFIG SET appendonly yes)"
    fi
  elif [ -e "${rp_append_only_file}" ]; then
    die "refuses to start: appendOnly is off, but $2 holds an append-only file, which redis would ignore; switch it off in the running redis first (CONFIG SET appendonly no, then SAVE) and remove $2/appendonlydir"
  fi
}
