#!/bin/sh
# The signs by which members show each other, Sentinel and the other scripts of their pod how things are: a name and a meaning each.
#
# Redis has no field for them. So they are values of its own fields that nobody would give those otherwise.
#
# Sourced by: lib-ask.sh. Without side effects when sourced.
# Reads:      RUN_DIR.

# The states of a member: what the others may expect of it.
#   master        takes writes, once it has begun its term
#   replica       follows a master
#   quarantined   has loaded its data and follows nobody yet: it follows NOWHERE
#   loading       is busy with its data
#   silent        has not answered all that it was asked, so that nothing is known
# shellcheck disable=SC2034 # the tests compare every state that a script names with these
readonly STATES='master replica quarantined loading silent'

# Whom a member follows that follows nobody. Only the pod itself listens at this address, and nothing on this port.
readonly NOWHERE=127.0.0.1
readonly NOWHERE_PORT=1

# replica-priority: Sentinel promotes nobody with 0, and of the others one of those with the lowest, whatever their offsets.
#   NONE      has no place yet
#   USUAL     has its place; also what Redis has without a word. One more than the lowest: is behind another one, see priorities
#   LEAVING   is about to leave, and is promoted only where there is no other
readonly PRIORITY_NONE=0
readonly PRIORITY_USUAL=100
readonly PRIORITY_LEAVING=200

# min-replicas-to-write of a member that takes no writes, be it a master: so many replicas nobody has.
readonly CLOSED=1000

# The key before the number in syslog-ident, the one free text that Redis shows to others (syslog itself is off): how far the append-only
# file that was loaded reaches. A member without it has loaded a snapshot, or nothing.
readonly AOF_OFFSET=aof-offset

# The function, and its library, that says the term of a member's data and the master of that term.
readonly TERM_FUNCTION=hostpath_term

# In place of the size of the append-only file, while there is none that a start could load as it is.
#   NO_AOF          there is none
#   AOF_REWRITTEN   it is written anew
#   DATA_REPLACED   all data is replaced by the master's
readonly NO_AOF=0
readonly AOF_REWRITTEN=-1
readonly DATA_REPLACED=-2

# Files that the scripts of one pod leave each other.
#   LEAVING          this member is about to leave, and keeps out of what the others do
#   BECOME_MASTER    an operator orders this member to become the master
#   SENTINEL_RUNS    Sentinel has been started, and is meant to answer
readonly MARK_LEAVING="${RUN_DIR}/leaving"
readonly MARK_BECOME_MASTER="${RUN_DIR}/become-master"
readonly MARK_SENTINEL_RUNS="${RUN_DIR}/sentinel.started"
