#!/bin/sh
# Builds the linters (once) and runs them: formatting, golangci-lint with the
# project's rules, and the contract's own.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
tools/lint_tools.sh
echo '== Format (gofumpt)'
unformatted=$(git ls-files -co --exclude-standard '*.go' ':!gen' | xargs bin/tools/gofumpt -l)
if [ -n "$unformatted" ]; then
  echo "Not formatted; run bin/tools/gofumpt -w on:" >&2
  echo "$unformatted" >&2
  exit 1
fi
echo '== Lint (golangci-lint, with vet)'
bin/tools/golangci-lint run
echo '== Contract (buf lint)'
tools/proto_deps.sh
tools/node_modules/.bin/buf lint
