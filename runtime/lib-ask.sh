#!/bin/sh
# Questions to Redis and Sentinel, each with a time limit, and their answers as lines of plain words.
#
# Sourced by: alive.sh, become-master.sh, leave-member.sh, leave-sentinel.sh, member-ready.sh, sentinel-ready.sh, start-member.sh,
#             start-sentinel.sh, watch-member.sh. Without side effects when sourced.
# Reads:      RUN_DIR; of set.env MEMBERS, REDIS_PORT, SENTINELS, SENTINEL_PORT, MASTER_NAME; POD_IP, optional: the
#             sentinel there is left out of votes.
# Sentinel:   asked at every pod's own address: through the Service one of them would answer for all.

# shellcheck source=runtime/lib-signs.sh
. "${RUN_DIR}/config/lib-signs.sh"
# shellcheck source=runtime/lib-facts.sh
. "${RUN_DIR}/config/lib-facts.sh"

# Seconds that an answer may take; busybox knows whole ones only. Everybody is asked at once, so a dead node costs as much once.
: "${PATIENCE:=1}"

# ask HOST PORT: runs the commands on standard input, one a line; prints the answers, nothing where none comes in time.
ask() {
  REDISCLI_AUTH=$(cat "${RUN_DIR}/password") timeout "${PATIENCE}" redis-cli -h "$1" -p "$2" 2>/dev/null
}

# ask_me: the commands go to the Redis of this pod.
ask_me() {
  ask 127.0.0.1 "${REDIS_PORT}"
}

# facts_of HOST [ADDRESS]: what the member at HOST says of itself, as a line with MEMBER_FACTS.
facts_of() {
  local host="$1" address="${2:-$1}"
  {
    printf '%s\n' "${MEMBER_FACTS}" ---
    printf '%s\n' 'INFO server replication persistence keyspace' 'CONFIG GET syslog-ident' "FCALL_RO ${TERM_FUNCTION} 0" |
      ask "${address}" "${REDIS_PORT}"
  } | awk -v host="${host}" -v nowhere="${NOWHERE}" -v aof_offset="${AOF_OFFSET}" -v rewritten="${AOF_REWRITTEN}" -v replaced="${DATA_REPLACED}" "${NOTE_FACTS}"'
    { sub(/\r$/, ""); at = index($0, ":"); key = substr($0, 1, at - 1); value = substr($0, at + 1) }
    { note(key, value) }
    key == "role" { fact["state"] = value == "master" ? "master" : "replica" }
    key == "loading" { loading = value + 0 }
    key == "min_slaves_good_slaves" { in_step = value }
    key == "aof_rewrite_in_progress" && value == 1 { rewriting = 1 }
    key == "master_sync_in_progress" && value == 1 { replacing = 1 }
    key ~ /^db[0-9]+$/ { fact["data"] = "full" }
    key == aof_offset { fact["kept"] = "aof"; recorded = value }
    key == "term" { split(value, words, " "); fact["term"] = words[1]; fact["holder"] = words[2]; fact["data"] = "full" }
    # Two lines later the last question is answered. Where the time was over before that, what is missing is not known: it must not count
    # as "has none".
    settings { after++ }
    $0 == "syslog-ident" { settings = 1 }
    END {
      if (after < 2) {
        forget()
      } else {
        if (in_step != "") fact["replicas"] = in_step
        if (fact["aof_size"] + 0 > 0 && rewriting) fact["aof_size"] = rewritten
        if (replacing) fact["aof_size"] = replaced
        if (loading) fact["state"] = "loading"
        else if (fact["state"] == "replica" && fact["follows"] == nowhere) {
          fact["state"] = "quarantined"
          fact["offset"] = sprintf("%.0f", fact["offset"] + recorded)
        }
      }
      print_facts("member host=" host)
    }'
}

# facts_of_all_but HOST...: one line for each member that is none of these.
facts_of_all_but() {
  local host
  for host in ${MEMBERS}; do
    case " $* " in
      *" ${host} "*) ;;
      *) facts_of "${host}" & ;;
    esac
  done
  wait
}

# votes_of_all: what each sentinel that answers says, but for the one of this pod.
votes_of_all() {
  local address
  for address in $(addresses_of "${SENTINELS}"); do
    [ "${address}" = "${POD_IP:-}" ] || vote_of "${address}" &
  done
  wait
}

# vote_of ADDRESS: what the sentinel there says, as a line with VOTE_FACTS; nothing where it does not answer.
vote_of() {
  local address="$1"
  {
    printf '%s\n' "${VOTE_FACTS}" ---
    printf '%s\n' 'SENTINEL MYID' "SENTINEL MASTER ${MASTER_NAME}" | ask "${address}" "${SENTINEL_PORT}"
  } | awk -v address="${address}" "${NOTE_FACTS}"'
    { sub(/\r$/, ""); line++ }
    line == 1 { if (length($0) == 40) fact["id"] = $0; next }
    line % 2 == 0 { key = $0; next }
    { note(key, $0) }
    END { if (fact["id"] != "-" && line > 1) print_facts("vote address=" address) }'
}

# addresses_of NAME: every address behind a host name, sorted. The images on Alpine have nslookup, those on Debian getent.
addresses_of() {
  if command -v nslookup >/dev/null; then
    # The shell, too, would say of each look-up that takes too long that it was terminated.
    { timeout "${PATIENCE}" nslookup "$1" | awk '
      /^Name:/ { answers = 1 }
      answers && sub(/^Address[^:]*:[ \t]*/, "") { print $1 }'; } 2>/dev/null
  else
    timeout "${PATIENCE}" getent ahosts "$1" | awk '{ print $1 }'
  fi | sort -u
}
