#!/bin/sh
# The quick checks: format, lint, vet, contract, short tests.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
tools/lint.sh
echo '== Unit tests (short)'
go test -short -vet=off ./...
