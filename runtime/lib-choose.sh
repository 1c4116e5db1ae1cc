#!/bin/sh
# Which member is, or shall be, the master: rules on facts, without asking or changing anything.
#
# Every member applies the same rules to the same facts, so they need no vote of their own.
#
# Sourced by: what decides on roles, after lib-ask.sh. Facts are lines as facts_of prints them. Without side effects when sourced.
# Reads:      of set.env MEMBERS.

# The replica-priority of a member that has its place, which is also what Redis has without a word.
readonly USUAL_PRIORITY=100

# living_master FACTS TERM NAMED: the master among them that NAMED, the sentinels' choice, says, or else the one with the newest data.
# Unless they name it, one whose data is older than TERM is none to follow: that would throw newer data away.
living_master() {
  echo "$1" | sort | awk -v term="$2" -v named="$3" '
    $2 != "master" { next }
    $1 == named { best = $1; exit }
    $3 + 0 >= term + 0 { term = $3; best = $1 }
    END { if (best != "") print best }'
}

# newest FACTS: the member to start from when nobody is master. The highest term; then data before none; then, where append-only files
# are loaded, the last master itself, whose file has everything; then the highest offset; then the first in the list.
newest() {
  echo "$1" | awk -v members="${MEMBERS}" '
    BEGIN { count = split(members, names, " "); for (i = 1; i <= count; i++) order[names[i]] = i }
    NF { printf "%.0f %d %d %.0f %d %s\n", $3, $7 == "full", $6 == "aof" && $1 == $4, $5, order[$1], $1 }' |
    sort -k1,1nr -k2,2nr -k3,3nr -k4,4nr -k5,5n | awk 'NR == 1 { print $6 }'
}

# furthest FACTS: the hosts whose data reaches furthest: those with the highest offset of the highest term.
furthest() {
  echo "$1" | sort -k3,3nr -k5,5nr | awk 'NR == 1 { term = $3; offset = $5 } NF && $3 == term && $5 == offset { print $1 }'
}

# priorities FACTS: "HOST PRIORITY" for each replica that has to get another one, so that Sentinel, which takes the lowest one above 0
# before it compares offsets, takes one of the furthest.
priorities() {
  echo "$1" | sort -k3,3nr -k5,5nr | awk -v usual="${USUAL_PRIORITY}" '
    NR == 1 { term = $3; offset = $5 }
    NF && $3 == term && $5 == offset {
      if ($8 == 0) { print $1, usual; $8 = usual }
      if (!best || $8 < best) best = $8
      next
    }
    NF && $8 > 0 && $8 <= best { print $1, best + 1 }'
}

# with_state FACTS STATE: the lines of members in that state.
with_state() {
  echo "$1" | awk -v state="$2" '$2 == state'
}

# hosts_of FACTS: short names for a log line.
hosts_of() {
  echo "$1" | awk '{ sub(/\..*/, "", $1); print $1 }' | sort | tr '\n' ' ' | sed 's/ $//'
}

# lines_in TEXT: how many lines that are not empty.
lines_in() {
  echo "$1" | awk 'NF { count++ } END { print count + 0 }'
}
