#!/bin/sh
# Renders the configuration that may not stand in a ConfigMap: the password, and what differs from pod to pod.
#
# Sourced by: start-member.sh, start-sentinel.sh, after lib-log.sh and lib-ask.sh; member_conf also needs lib-data.sh. Without side effects
#             when sourced.
# Reads:      RUN_DIR, PASSWORD_FILE, MEMBER_HOST; of set.env MASTER_NAME, MEMBERS, REDIS_PORT, QUORUM.
# Exit code:  die ends the script with 1 and a line that says why.

# write_private FILE COMMAND [ARG...]: the command's output as a file that only we can read, there whole or not at all.
# The output is complete before anything is written: the disk holds no half of it, whether the command or the disk fails.
write_private() {
  local file="$1" text
  shift
  text=$("$@") || exit 1
  (
    umask 077
    printf '%s\n' "${text}" >"${file}.new"
  ) || die "cannot write ${file}.new"
  mv "${file}.new" "${file}"
}

# member_conf SHARED_CONF LOAD: a member that loads its data (LOAD is aof, rdb or nothing) and then waits to be told whom to follow.
# Until then it answers no client, is not eligible as a master, and would take no writes as one.
member_conf() {
  local password
  password=$(quoted_password) || return 1
  echo "include $1"
  echo "replica-announce-ip ${MEMBER_HOST}"
  printf 'requirepass %s\n' "${password}"
  printf 'masterauth %s\n' "${password}"
  echo "replicaof ${NOWHERE} ${NOWHERE_PORT}"
  echo 'replica-serve-stale-data no'
  echo "replica-priority ${PRIORITY_NONE}"
  echo "min-replicas-to-write ${CLOSED}"
  case "$2" in
    aof) printf 'appendonly yes\nsyslog-ident %s:%s\n' "${AOF_OFFSET}" "$(stored_offset)" ;;
    rdb) echo 'appendonly no' ;;
  esac
}

# sentinel_conf SHARED_CONF MASTER_HOST ID: a copy and no include, because Sentinel rewrites the file.
# The other members are told too: from a master that is dead Sentinel could not learn them, and would have nobody to promote.
sentinel_conf() {
  local password member
  password=$(quoted_password) || return 1
  echo "sentinel myid $3"
  echo "sentinel monitor ${MASTER_NAME} $2 ${REDIS_PORT} ${QUORUM}"
  cat "$1" || return 1
  for member in ${MEMBERS}; do
    [ "${member}" = "$2" ] || echo "sentinel known-replica ${MASTER_NAME} ${member} ${REDIS_PORT}"
  done
  printf 'requirepass %s\n' "${password}"
  printf 'sentinel sentinel-pass %s\n' "${password}"
  printf 'sentinel auth-pass %s %s\n' "${MASTER_NAME}" "${password}"
}

# pin_password: keeps the password that the pod was made with. The kubelet changes the mounted Secret under a running pod, whose Redis
# still has the old one.
pin_password() {
  [ ! -e "${RUN_DIR}/password" ] || return 0
  [ -r "${PASSWORD_FILE}" ] || die "cannot read the password in ${PASSWORD_FILE}: is the Secret there, with the right key?"
  local lines
  lines=$(grep -c '' "${PASSWORD_FILE}" || :)
  case "${lines}" in
    0) die "the password in ${PASSWORD_FILE} is empty" ;;
    1) ;;
    *) die "the password in ${PASSWORD_FILE} has a line break" ;;
  esac
  [ "$(tail -c 1 "${PASSWORD_FILE}" | wc -l)" -eq 0 ] || die "the password in ${PASSWORD_FILE} ends with a line break: make the Secret from printf %s, which adds none"
  # A shell variable would drop it without a word.
  [ "$(tr -cd '\000' <"${PASSWORD_FILE}" | wc -c)" -eq 0 ] || die "the password in ${PASSWORD_FILE} has a NUL byte, which redis cannot be told"
  (
    umask 077
    cp "${PASSWORD_FILE}" "${RUN_DIR}/password.new"
  ) || die "cannot write ${RUN_DIR}/password.new"
  mv "${RUN_DIR}/password.new" "${RUN_DIR}/password"
}

# quoted_password: the password as one double-quoted argument of a Redis configuration file.
# It goes through pipes and shell built-ins alone: never through an argument list, a format string or a sed script.
quoted_password() {
  local escaped
  escaped=$(sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' <"${RUN_DIR}/password") || return 1
  printf '"%s"\n' "${escaped}"
}
