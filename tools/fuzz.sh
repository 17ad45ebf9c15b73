#!/bin/sh
# Runs every fuzz test of the module for the given time (default 10s) each.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
time=${1:-10s}
grep -rlE '^func Fuzz' --include='*_test.go' media server | sort | while read -r file; do
  for name in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$file"); do
    echo "== $name in $(dirname "$file"), $time"
    go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" -fuzzminimizetime 5x "./$(dirname "$file")"
  done
done
