#!/bin/sh
# Facts: what members and sentinels say of themselves, one line each, as the kind of line and then words `name=value`.
#
# A new fact is one line of the lists below; where it is no field of an answer, also a rule in lib-ask.sh.
#
# Sourced by: lib-ask.sh. Without side effects when sourced.
# Reads:      nothing.

# Of a line `member host=…`: the fact, and what it is where the member does not answer; the field of INFO that has it, or -; what it says.
readonly MEMBER_FACTS="
state=silent              -                   see STATES
term=0                    -                   the term of its data
holder=-                  -                   the master of that term
offset=0                  master_repl_offset  how far its data reaches
kept=rdb                  -                   what its data was loaded from: aof or rdb
data=empty                -                   whether it has any: full or empty
priority=${PRIORITY_USUAL}              slave_priority      its replica-priority
follows=-                 master_host         whom it follows
link=down                 master_link_status  whether it hears from that one: up or down
replicas=0                connected_slaves    how many follow it, without those that lag too much
aof_size=${NO_AOF}                aof_current_size    the size of its append-only file, or a sign
run=-                     run_id              the id of its process
"

# Of a line `vote address=…`, in the same way; the field is one of SENTINEL MASTER's answer.
readonly VOTE_FACTS='
id=-                      -                   the id of the sentinel
names=-                   ip                  whom it calls the master
epoch=0                   config-epoch        since which configuration
flags=-                   flags               what it thinks of that master, by commas
'

# The beginning of an awk program that reads such a list up to a line "---", and then answers: fact[] has the values by name. note() takes
# over what the list names, forget() goes back to what one has that does not answer, print_facts() prints the line.
# shellcheck disable=SC2016 # what looks like variables is awk's
readonly NOTE_FACTS='
!listed && $0 == "---" { listed = 1; forget(); next }
!listed { if (NF) { at = index($1, "="); name[++count] = substr($1, 1, at - 1); unheard[count] = substr($1, at + 1); of[$2] = name[count] } next }
function forget(  i) { for (i = 1; i <= count; i++) fact[name[i]] = unheard[i] }
function note(key, value) { if (key != "-" && key in of) fact[of[key]] = value }
function print_facts(line,   i, value) {
  for (i = 1; i <= count; i++) {
    value = fact[name[i]]
    gsub(/[ \t]/, "_", value)
    line = line " " name[i] "=" value
  }
  print line
}'

# The beginning of an awk program over such lines: each has its kind in `kind` and its facts in `fact`, by name.
# shellcheck disable=SC2016 # as above
readonly READ_FACTS='
{
  kind = $1
  split("", fact)
  for (i = 2; i <= NF; i++) { at = index($i, "="); fact[substr($i, 1, at - 1)] = substr($i, at + 1) }
}'

# values LINE NAME...: what the line says of these, as words in this order; - where it does not.
values() {
  local line=" $1 " name found=''
  shift
  for name in "$@"; do
    case "${line}" in
      *" ${name}="*)
        name=${line#*" ${name}="}
        found="${found} ${name%% *}"
        ;;
      *) found="${found} -" ;;
    esac
  done
  echo "${found# }"
}

# of_kind FACTS KIND: the lines of that kind.
of_kind() {
  echo "$1" | awk -v kind="$2" '$1 == kind'
}

# with_state FACTS STATE: the lines of members in that state.
with_state() {
  echo "$1" | awk -v state="$2" "${READ_FACTS}"' fact["state"] == state'
}

# in_failover VOTES: whether a sentinel is changing the master.
in_failover() {
  case "$1" in
    *failover_in_progress*) ;;
    *) return 1 ;;
  esac
}

# hosts_of FACTS: short names of these members for a log line.
hosts_of() {
  short_names "$(echo "$1" | awk "${READ_FACTS}"' kind == "member" { print fact["host"] }')"
}

# short_names HOSTS: the same of a list of hosts, one a line.
short_names() {
  echo "$1" | sed 's/\..*//' | sort | tr '\n' ' ' | sed 's/ $//'
}

# lines_in TEXT: how many lines that are not empty.
lines_in() {
  echo "$1" | awk 'NF { count++ } END { print count + 0 }'
}
