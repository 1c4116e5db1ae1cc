#!/bin/sh
# Hands the set to another master by Sentinel: one forced failover, sent once, to one sentinel.
#
# Several at once would compete; through the Service nobody could know which sentinel got it.
#
# Sourced by: leave-member.sh, watch-member.sh, after lib-log.sh and lib-ask.sh. Without side effects when sourced.
# Reads:      of set.env MASTER_NAME, SENTINEL_PORT.

# Milliseconds between two questions of a sentinel to a member how it is: the usual, and one that makes it ask at once and does no harm
# where it stays.
readonly USUAL_INFO_PERIOD=10000
readonly SHORT_INFO_PERIOD=1000

# sentinel_ready VOTES HOST FACTS [HEIRS]: the address of one sentinel that calls HOST the master and could replace it at once, by one of
# HEIRS where they are given: the one that knows most, then the first. Nothing while a failover is in progress anywhere.
sentinel_ready() {
  local votes="$1" host="$2" facts="$3" heirs="${4:-}" address promoted
  ! in_failover "${votes}" || return
  for address in $(echo "${votes}" | awk -v host="${host}" "${READ_FACTS}"' fact["names"] == host { print fact["epoch"], fact["address"] }' |
    sort -k1,1nr -k2,2 | cut -d ' ' -f 2); do
    promoted=$(candidates "${address}" "${facts}")
    if [ -n "${promoted}" ] && ! echo "${promoted}" | grep -qvxF "${heirs:-${promoted}}"; then
      echo "${address}"
      return
    fi
  done
}

# candidates ADDRESS FACTS: the replicas of which this sentinel would promote one: of the good ones, those with the lowest replica-priority
# that it knows of. Nothing while it takes one for good whose present process it has not met yet: it might promote that one, over a
# connection that leads nowhere, and do nothing else until its failover-timeout.
candidates() {
  {
    echo "$2"
    echo 'SENTINEL REPLICAS'
    printf '%s\n' "SENTINEL REPLICAS ${MASTER_NAME}" 'INFO sentinel' | ask "$1" "${SENTINEL_PORT}"
  } | awk "${READ_FACTS}"'
    { sub(/\r$/, "") }
    $0 == "SENTINEL REPLICAS" { replies = 1; next }
    /^sentinel_tilt:/ { if ($0 != "sentinel_tilt:0") strange = 1 }
    !replies { run[fact["host"]] = fact["run"]; next }
    key == "" { key = $0; if (key == "name") judge(); next }
    { replica[key] = $0; key = "" }
    END { judge(); if (!strange) printf "%s", good }
    function judge() {
      priority = replica["slave-priority"] + 0
      if (replica["flags"] == "slave" && priority > 0) {
        if (replica["runid"] != run[replica["ip"]] || replica["last-ok-ping-reply"] + 0 >= 2000) strange = 1
        if (good == "" || priority < best) { good = ""; best = priority }
        if (priority == best) good = good replica["ip"] "\n"
      }
      split("", replica)
    }'
}

# look_anew VOTES: has every sentinel ask the members now how they are, unless it has within the last second; else it may take ten.
look_anew() {
  set_info_period "$1" "${SHORT_INFO_PERIOD}"
  sleep 0.3
  set_info_period "$1" "${USUAL_INFO_PERIOD}"
}

# set_info_period VOTES MILLISECONDS
set_info_period() {
  local address
  for address in $(echo "$1" | awk "${READ_FACTS}"' kind == "vote" { print fact["address"] }'); do
    echo "SENTINEL DEBUG INFO-PERIOD $2" | ask "${address}" "${SENTINEL_PORT}" >/dev/null &
  done
  wait
}

# fail_over ADDRESS: succeeds when the sentinel has begun, or somebody else had.
fail_over() {
  local answer
  answer=$(echo "SENTINEL FAILOVER ${MASTER_NAME}" | ask "$1" "${SENTINEL_PORT}") || :
  case "${answer}" in
    OK) log "sentinel $1 begins a failover" ;;
    INPROG*) log "sentinel $1 has a failover in progress already" ;;
    NOGOODSLAVE*)
      say "sentinel $1 knows no replica that could take over"
      return 1
      ;;
    *)
      say "sentinel $1 does not begin a failover: ${answer:-no answer}"
      return 1
      ;;
  esac
}
