#!/bin/sh
# The quick checks: format, lint, vet, contract, and every package's own tests; of
# the whole service a newcomer's ways only. What has not changed since it passed is
# not run again.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
tools/lint.sh
echo '== Tests of the packages (short)'
# shellcheck disable=SC2046 # a list of packages
go test -short -vet=off $(go list ./... | grep -vE '/(server|e2e)$')
echo '== The whole service: starts, lets in whom it should, does what the README says'
go test -short -vet=off -run 'StartToStop|DoorTable|README|CommandLine' ./server
