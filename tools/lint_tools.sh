#!/bin/sh
# Builds golangci-lint, gofumpt and govulncheck into bin/tools, at the versions
# of tools/lint/go.mod, unless they are there.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
stamp="$root/bin/tools/.built"
if [ -f "$stamp" ] && cmp -s "$stamp" "$root/tools/lint/go.sum"; then
  exit 0
fi
echo '== Building the linters (once; this takes some minutes)'
mkdir -p "$root/bin/tools"
GOFLAGS='' go -C "$root/tools/lint" build -o "$root/bin/tools/" \
  github.com/golangci/golangci-lint/v2/cmd/golangci-lint mvdan.cc/gofumpt golang.org/x/vuln/cmd/govulncheck
cp "$root/tools/lint/go.sum" "$stamp"
