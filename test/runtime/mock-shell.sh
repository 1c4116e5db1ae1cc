#!/bin/sh
# Stands in for time and for the name service: a clock that only sleep moves, and names from files. As functions, because busybox's shell
# prefers its own applets to whatever is on the PATH.
#
# Sourced by: the shell of a test, before the script.
# Reads:      MOCK_DIR; all optional: REAL_TIME: the clock is the machine's; NO_NSLOOKUP: nslookup is the test's own program, or missing;
#             AWAIT: the file that shows that a background process runs.

if [ -z "${REAL_TIME:-}" ]; then
  date() {
    read -r mock_now <"${MOCK_DIR}/clock"
    case "$*" in
      +%s) echo "${mock_now%???}" ;;
      *) command date -u -d "@${mock_now%???}" "$2" ;;
    esac
  }

  # Moves the clock, lets happen what is due by then, and ends a script that has no end of its own.
  sleep() {
    case "$1" in
      *.*) mock_millis=$((${1%.*} * 1000 + ${1#*.} * 100)) ;;
      *) mock_millis=$(($1 * 1000)) ;;
    esac
    read -r mock_now <"${MOCK_DIR}/clock"
    mock_now=$((mock_now + mock_millis))
    # At once, because whoever reads it may do so in the middle, and whoever writes it may be killed there.
    echo "${mock_now}" >"${MOCK_DIR}/clock.new"
    mv "${MOCK_DIR}/clock.new" "${MOCK_DIR}/clock"
    for mock_event in "${MOCK_DIR}/at/"*; do
      if [ ! -e "${mock_event}" ] || [ "${mock_event##*/}" -gt "${mock_now}" ]; then continue; fi
      # shellcheck source=/dev/null # written by the test
      . "${mock_event}"
      rm "${mock_event}"
    done
    # What the script has started in the background needs real time until it has written down that it runs.
    while [ -n "${!:-}" ] && [ -n "${AWAIT:-}" ] && [ ! -e "${AWAIT}" ]; do command sleep 0.01; done
    read -r mock_end <"${MOCK_DIR}/end"
    [ "${mock_now}" -lt "${mock_end}" ] || exit 99
  }
fi

# Busybox's timeout would start busybox's nslookup.
timeout() {
  case "$2${NO_NSLOOKUP:-}" in
    nslookup)
      shift
      "$@"
      ;;
    *) command timeout "$@" ;;
  esac
}

# In the words of busybox's nslookup.
if [ -z "${NO_NSLOOKUP:-}" ]; then
  nslookup() {
    echo "nslookup $1" >>"${MOCK_DIR}/asked"
    printf 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n'
    if [ -e "${MOCK_DIR}/names/$1" ]; then
      cat "${MOCK_DIR}/names/$1"
    else
      printf "** server can't find %s: NXDOMAIN\n\n** server can't find %s: NXDOMAIN\n\n" "$1" "$1"
      return 1
    fi
  }
fi
