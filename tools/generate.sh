#!/bin/sh
# Makes gen/ from proto/. With --verify it makes it somewhere else and fails if
# what is committed differs.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
tools/proto_deps.sh

# openapi FOLDER mends the document that the plugin left there.
openapi() {
  go run -tags nolibopusfile ./server/web/docs/openapigen "$1/.build/openapi/openapi.yaml" "$1/gen/openapi"
}

if [ "${1:-}" != --verify ]; then
  tools/node_modules/.bin/buf generate
  openapi "$root"
  exit
fi
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
tools/node_modules/.bin/buf generate --output "$fresh"
openapi "$fresh"
if ! diff -r "$fresh/gen" gen >"$fresh/difference"; then
  head -40 "$fresh/difference" >&2
  echo 'gen/ is not what proto/ makes: run "make generate" and commit it.' >&2
  exit 1
fi
