#!/bin/sh
# What lies on the disk: whose it is, in which form, and how far it reaches.
#
# Sourced by: start-member.sh, watch-member.sh, after lib-log.sh. Without side effects when sourced.
# Reads:      DATA_DIR, MEMBER_HOST; of set.env SET.
# Exit code:  die ends the script with 1 and a line that says why.

# Beside the data, as name=value lines: set, member, and with an append-only file offset and aof_size.
readonly STATE="${DATA_DIR}/member.state"

# What Redis keeps in step with the files: without it Redis does not read the append-only file.
readonly APPEND_ONLY="${DATA_DIR}/appendonlydir"

# recorded NAME: a value from the state file, nothing where there is none.
recorded() {
  [ ! -e "${STATE}" ] || sed -n "s/^$1=//p" "${STATE}"
}

# refuse_foreign_data: another set's data would replace ours on every member.
refuse_foreign_data() {
  local owner
  owner=$(recorded set) || die "cannot read ${STATE}"
  case "${owner:-${SET}}" in
    "${SET}") ;;
    *) die "refuses to start: ${DATA_DIR} holds data of the set ${owner}, this is ${SET}; use another folder on the node, or remove ${STATE} if the data is to be taken over" ;;
  esac
}

# write_state OFFSET AOF_SIZE: there whole or not at all.
write_state() {
  local text="set=${SET}
member=${MEMBER_HOST}
offset=$1
aof_size=$2"
  [ "${text}" != "${written_state:-}" ] || return 0
  if { echo "${text}" >"${STATE}.new" && mv "${STATE}.new" "${STATE}"; } 2>/dev/null; then
    written_state=${text}
  else
    say "cannot write ${STATE}: is the disk full, or read-only?"
    return 1
  fi
}

# stored_as: aof or rdb, whichever Redis has to load; empty where there is neither.
# The folder of append-only files proves nothing: it is there before the first one is whole.
stored_as() {
  if [ -e "${APPEND_ONLY}/appendonly.aof.manifest" ]; then
    echo aof
  elif [ -e "${DATA_DIR}/dump.rdb" ]; then
    echo rdb
  fi
}

# stored_offset: about how far the append-only file reaches, since Redis itself does not know it after loading one.
# What the file has grown by since the last record has come by replication too.
stored_offset() {
  local offset size now grown
  offset=$(recorded offset)
  size=$(recorded aof_size)
  now=$(cat "${APPEND_ONLY}"/*.aof 2>/dev/null | wc -c)
  grown=$((now - ${size:-0}))
  # A rewrite has made it smaller: the record is all there is.
  [ "${grown}" -ge 0 ] && [ -n "${offset}" ] || grown=0
  echo $((${offset:-0} + grown))
}
