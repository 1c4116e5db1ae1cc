#!/bin/sh
# Makes the data folder, which the kubelet creates as root's, the redis user's own.
#
# Called by: the init container own-data-folder, the only one that runs as root.
# Reads:     DATA_DIR, OWNER (uid:gid).
# Exit code: 0 when everything in the folder is OWNER's; 1 where the disk refuses, with the tool's own message; 2 where a variable
#            is missing.
# Sentinel:  not asked.
set -eu

: "${DATA_DIR:?}" "${OWNER:?}"

main() {
  chmod 0700 "${DATA_DIR}"
  # Only what is not OWNER's yet: a large folder that is right already costs no write.
  find "${DATA_DIR}" \( ! -user "${OWNER%:*}" -o ! -group "${OWNER#*:}" \) -exec chown -h "${OWNER}" {} +
  echo "own-data-folder.sh: ${DATA_DIR} is ${OWNER}'s"
}

main
