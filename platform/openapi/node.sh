#!/bin/sh
# Starts a build step on Node.js, or says what is missing.
if ! command -v node >/dev/null 2>&1; then
  echo "Node.js is missing: the linter needs Node 20 or newer (with npm) on the PATH." >&2
  exit 1
fi
exec node "$@"
