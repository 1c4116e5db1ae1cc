#!/bin/sh
# One line for each decision, and a last line for each refusal.
#
# Sourced by: become-master.sh, leave-member.sh, start-member.sh, start-sentinel.sh, watch-member.sh. Without side effects when sourced.
# Reads:      LOG, optional: the file that receives the lines instead of standard output, where it can be written.
# Exit code:  die ends the script with 1.

# log MESSAGE
log() {
  local line
  line="$(date -u +%Y-%m-%dT%H:%M:%SZ) ${0##*/}: $1"
  if [ -w "${LOG:-}" ]; then
    echo "${line}" >>"${LOG}"
  else
    echo "${line}"
  fi
}

# say MESSAGE: logs it unless it was the last thing said and that is less than half a minute ago.
# What a loop waits for is told once, and again often enough that the end of a log shows it.
say() {
  local now
  now=$(date +%s)
  if [ "$1" != "${said:-}" ] || [ $((now - said_at)) -ge 30 ]; then
    log "$1"
    said=$1
    said_at=${now}
  fi
}

# die MESSAGE
die() {
  echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) ${0##*/}: $1" >&2
  exit 1
}
