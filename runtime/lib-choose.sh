#!/bin/sh
# Which member is, or shall be, the master: rules on facts, without asking or changing anything.
#
# Every member applies the same rules to the same facts, so they need no vote of their own.
#
# Sourced by: become-master.sh, leave-member.sh, start-sentinel.sh, watch-member.sh, after lib-ask.sh. Without side effects when sourced.
# Reads:      of set.env MEMBERS, SENTINEL_IDS.

# named_by_majority VOTES: the host that more than half of all sentinels call the master; nothing where they do not agree.
named_by_majority() {
  # shellcheck disable=SC2086 # one word per id
  set -- "$1" ${SENTINEL_IDS}
  echo "$1" | awk -v sentinels=$(($# - 1)) "${READ_FACTS}"'
    kind == "vote" && fact["names"] != "-" { count[fact["names"]]++ }
    END { for (host in count) if (count[host] * 2 > sentinels) print host }'
}

# living_master FACTS TERM NAMED: the master among them that NAMED, the sentinels' choice, says, or else the one with the newest data.
# Unless they name it, one whose data is older than TERM is none to follow: that would throw newer data away.
living_master() {
  echo "$1" | sort | awk -v term="$2" -v named="$3" "${READ_FACTS}"'
    fact["state"] != "master" { next }
    fact["host"] == named { best = named; exit }
    fact["term"] + 0 >= term + 0 { term = fact["term"]; best = fact["host"] }
    END { if (best != "") print best }'
}

# newest FACTS: the member to start from when nobody is master. The highest term; then data before none; then, where append-only files
# are loaded, the last master itself, whose file has everything; then the highest offset; then the first in the list.
newest() {
  echo "$1" | awk -v members="${MEMBERS}" "${READ_FACTS}"'
    BEGIN { count = split(members, hosts, " "); for (i = 1; i <= count; i++) order[hosts[i]] = i }
    kind == "member" {
      whole = fact["kept"] == "aof" && fact["host"] == fact["holder"]
      print fact["term"], fact["data"] == "full", whole, fact["offset"], order[fact["host"]], fact["host"]
    }' | sort -k1,1nr -k2,2nr -k3,3nr -k4,4nr -k5,5n | awk 'NR == 1 { print $6 }'
}

# furthest_first FACTS: the same lines, those whose data reaches furthest first: by term, then by offset.
furthest_first() {
  echo "$1" | awk "${READ_FACTS}"' kind == "member" { print fact["term"], fact["offset"], $0 }' | sort -k1,1nr -k2,2nr | cut -d ' ' -f 3-
}

# furthest FACTS: the hosts whose data reaches furthest: those with the highest offset of the highest term.
furthest() {
  furthest_first "$1" | awk "${READ_FACTS}"'
    NR == 1 { term = fact["term"]; offset = fact["offset"] }
    fact["term"] == term && fact["offset"] == offset { print fact["host"] }'
}

# priorities FACTS: "HOST PRIORITY" for each replica that has to get another one, so that Sentinel, which takes the lowest one above
# 0 before it compares offsets, takes one of the furthest.
priorities() {
  furthest_first "$1" | awk -v none="${PRIORITY_NONE}" -v usual="${PRIORITY_USUAL}" "${READ_FACTS}"'
    { priority = fact["priority"] + 0 }
    NR == 1 { term = fact["term"]; offset = fact["offset"] }
    fact["term"] == term && fact["offset"] == offset {
      if (priority == none) { priority = usual + 0; print fact["host"], priority }
      if (!best || priority < best) best = priority
      next
    }
    priority > none && priority <= best { print fact["host"], best + 1 }'
}
