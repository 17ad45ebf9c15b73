#!/bin/sh
# Places the proto files that ours import (validation rules, REST annotations)
# where buf.yaml expects them. They come from the Go and npm packages that
# tools/go.mod and tools/package.json pin; nothing of them is committed.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
out="$root/.build/proto"
rules=$(go -C "$root/tools" list -m -f '{{.Dir}}' github.com/bufbuild/protovalidate)
[ -n "$rules" ] && [ -d "$rules" ] || { go -C "$root/tools" mod download github.com/bufbuild/protovalidate; rules=$(go -C "$root/tools" list -m -f '{{.Dir}}' github.com/bufbuild/protovalidate); }
[ -d "$root/tools/node_modules/google-proto-files" ] || npm --prefix "$root/tools" install --silent --no-audit --no-fund
mkdir -p "$out/protovalidate/buf/validate" "$out/googleapis/google/api"
install -m 644 "$rules/proto/protovalidate/buf/validate/validate.proto" "$out/protovalidate/buf/validate/"
for f in annotations http httpbody; do
  install -m 644 "$root/tools/node_modules/google-proto-files/google/api/$f.proto" "$out/googleapis/google/api/"
done
