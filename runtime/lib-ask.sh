#!/bin/sh
# Questions to Redis and Sentinel, each with a time limit, and their answers as lines of plain words.
#
# Sourced by: what has to know how the set is. Without side effects when sourced.
# Reads:      RUN_DIR; of set.env MEMBERS, REDIS_PORT, SENTINELS, SENTINEL_PORT, SENTINEL_IDS, MASTER_NAME; POD_IP, optional: the
#             sentinel there is left out of votes.
# Sentinel:   asked at every pod's own address: through the Service one of them would answer for all.

# Nobody but ourselves listens there, on a port that nothing uses: who follows this address follows nobody.
readonly NOWHERE=127.0.0.1
readonly NOWHERE_PORT=1

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

# facts_of HOST [ADDRESS]: what the member at HOST says of itself, as one line:
#   1 host    2 state: master, replica, quarantined (loaded, but follows nobody yet), loading or silent
#   3 term of its data    4 the master of that term, or -    5 replication offset of its data    6 aof or rdb: what it was loaded from
#   7 full or empty    8 replica-priority    9 whom it follows, or -    10 its link: up or down    11 number of its
#   replicas, without those that lag too much    12 size of its append-only file; 0 without one, -1 while
#   it is written anew, -2 while the data is replaced by the master's    13 run id
facts_of() {
  printf '%s\n' 'INFO server replication persistence keyspace' 'CONFIG GET syslog-ident' 'FCALL_RO hostpath_term 0' |
    ask "${2:-$1}" "${REDIS_PORT}" | awk -v host="$1" -v nowhere="${NOWHERE}" '
    BEGIN { term = 0; holder = "-"; kept = "rdb"; data = "empty"; priority = 100; follows = "-"; link = "down"; run = "-" }
    { sub(/\r$/, ""); at = index($0, ":"); key = substr($0, 1, at - 1); value = substr($0, at + 1) }
    key == "run_id" { run = value }
    key == "role" { state = value == "master" ? "master" : "replica" }
    key == "loading" { loading = value }
    key == "master_host" { follows = value }
    key == "master_link_status" { link = value }
    key == "slave_priority" { priority = value }
    key == "master_repl_offset" { offset = value }
    key == "connected_slaves" && !counted { replicas = value }
    key == "min_slaves_good_slaves" { replicas = value; counted = 1 }
    key == "aof_current_size" { size = value }
    key == "aof_rewrite_in_progress" && value == 1 { rewriting = 1 }
    key == "master_sync_in_progress" && value == 1 { replacing = 1 }
    key ~ /^db[0-9]+$/ { data = "full" }
    key == "aof-offset" { kept = "aof"; recorded = value }
    key == "term" { split(value, words, " "); term = words[1]; holder = words[2]; data = "full" }
    # Two lines later the last question is answered. Where the time was over before that, what is missing is not known: it must not count
    # as "has none".
    settings { after++ }
    $0 == "syslog-ident" { settings = 1 }
    END {
      if (after < 2) {
        print host, "silent 0 - 0 rdb empty 100 - down 0 0 -"
        exit
      }
      if (loading == 1) state = "loading"
      else if (state == "replica" && follows == nowhere) { state = "quarantined"; offset += recorded }
      if (size > 0 && rewriting) size = -1
      if (replacing) size = -2
      printf "%s %s %.0f %s %.0f %s %s %d %s %s %d %.0f %s\n",
        host, state, term, holder, offset, kept, data, priority, follows, link, replicas, size, run
    }'
}

# facts_of_all_but HOST...: one line for each member that is none of these.
facts_of_all_but() {
  for fa_host in ${MEMBERS}; do
    case " $* " in
      *" ${fa_host} "*) ;;
      *) facts_of "${fa_host}" & ;;
    esac
  done
  wait
}

# votes: what each sentinel that answers says, one line each:
#   1 its address    2 its id    3 the host that it calls the master, or -    4 its configuration epoch    5 the flags of that master, or -
votes() {
  for vo_address in $(addresses_of "${SENTINELS}"); do
    [ "${vo_address}" = "${POD_IP:-}" ] || vote_of "${vo_address}" &
  done
  wait
}

# vote_of ADDRESS
vote_of() {
  printf '%s\n' 'SENTINEL MYID' "SENTINEL MASTER ${MASTER_NAME}" | ask "$1" "${SENTINEL_PORT}" | awk -v address="$1" '
    { sub(/\r$/, "") }
    NR == 1 && length($0) == 40 { id = $0 }
    key == "ip" { master = $0 }
    key == "flags" { flags = $0 }
    key == "config-epoch" { epoch = $0 }
    { key = NR % 2 == 0 ? $0 : "" }
    END { if (id != "" && NR > 1) print address, id, master == "" ? "-" : master, epoch + 0, flags == "" ? "-" : flags }'
}

# named_by_majority VOTES: the host that more than half of all sentinels call the master; nothing where they do not agree.
named_by_majority() {
  # shellcheck disable=SC2086 # one word per id
  set -- "$1" ${SENTINEL_IDS}
  echo "$1" | awk -v sentinels=$(($# - 1)) '
    $3 != "-" && NF { count[$3]++ }
    END { for (host in count) if (count[host] * 2 > sentinels) print host }'
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
