#!/bin/sh
# Builds the packages for Python, Java and Go, and runs an app of each language with them.
#
# Called by: npm run test:languages [-- <jest arguments>]
# Reads:     XDG_CACHE_HOME  optional, where Maven's downloads are kept
# Exit code: that of jest; 2 when this machine lacks a language and it cannot be installed
set -eu

cd "$(dirname "$0")/../.."
node --import tsx tools/test/install-packages.ts languages || exit 2
exec node_modules/.bin/jest --ci --config test/languages/jest.config.json "$@"
