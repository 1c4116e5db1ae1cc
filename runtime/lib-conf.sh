#!/bin/sh
# Renders the configuration that may not stand in a ConfigMap: the password, and what differs from pod to pod.
#
# Sourced by: run.sh, after lib-log.sh. Without side effects when sourced.
# Reads:      PASSWORD_FILE; member_conf also MEMBER_HOST, sentinel_conf also MASTER_NAME.
# Exit code:  die ends the script with 1 and a line that says why.

# write_private FILE COMMAND [ARG...]: the command's output as a file that only we can read, there whole or not at all.
# The output is complete before anything is written: the disk holds no half of it, whether the command or the disk fails.
write_private() {
  wp_file=$1
  shift
  wp_text=$("$@") || exit 1
  (
    umask 077
    printf '%s\n' "${wp_text}" >"${wp_file}.new"
  ) || die "cannot write ${wp_file}.new"
  mv "${wp_file}.new" "${wp_file}"
}

# member_conf SHARED_CONF
member_conf() {
  mc_password=$(quoted_password) || return 1
  echo "include $1"
  echo "replica-announce-ip ${MEMBER_HOST}"
  printf 'requirepass %s\n' "${mc_password}"
  printf 'masterauth %s\n' "${mc_password}"
}

# sentinel_conf SHARED_CONF: a copy and no include, because Sentinel rewrites the file.
sentinel_conf() {
  sc_password=$(quoted_password) || return 1
  cat "$1" || return 1
  printf 'requirepass %s\n' "${sc_password}"
  printf 'sentinel sentinel-pass %s\n' "${sc_password}"
  printf 'sentinel auth-pass %s %s\n' "${MASTER_NAME}" "${sc_password}"
}

# quoted_password: the password as one double-quoted argument of a Redis configuration file.
# It goes through pipes and shell built-ins alone: never through an argument list, a format string or a sed script.
quoted_password() {
  [ -r "${PASSWORD_FILE}" ] || die "cannot read the password in ${PASSWORD_FILE}: is the Secret there, with the right key?"
  qp_lines=$(grep -c '' "${PASSWORD_FILE}" || :)
  case "${qp_lines}" in
    0) die "the password in ${PASSWORD_FILE} is empty" ;;
    1) ;;
    *) die "the password in ${PASSWORD_FILE} has a line break" ;;
  esac
  [ "$(tail -c 1 "${PASSWORD_FILE}" | wc -l)" -eq 0 ] || die "the password in ${PASSWORD_FILE} ends with a line break: create the Secret with --from-literal, or printf into a file"
  # A shell variable would drop it without a word.
  [ "$(tr -cd '\000' <"${PASSWORD_FILE}" | wc -c)" -eq 0 ] || die "the password in ${PASSWORD_FILE} has a NUL byte, which redis cannot be told"
  qp_escaped=$(sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' <"${PASSWORD_FILE}") || return 1
  printf '"%s"\n' "${qp_escaped}"
}
