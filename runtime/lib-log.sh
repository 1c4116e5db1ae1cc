#!/bin/sh
# One line for each decision, and a last line for each refusal.
#
# Sourced by: run.sh. Without side effects when sourced.
# Exit code:  die ends the script with 1.

# log MESSAGE
log() {
  echo "run.sh: $1"
}

# die MESSAGE
die() {
  log "$1" >&2
  exit 1
}
