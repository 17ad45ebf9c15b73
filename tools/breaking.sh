#!/bin/sh
# Compares the contract with the one on main (or, on main itself, with the
# commit before): nothing that a deployed client relies on may break.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
base=''
for ref in "${BREAKING_BASE:-}" origin/main main; do
  [ -n "$ref" ] && git rev-parse -q --verify "$ref^{commit}" >/dev/null 2>&1 || continue
  base=$(git merge-base HEAD "$ref")
  break
done
if [ -n "$base" ] && [ "$base" = "$(git rev-parse HEAD)" ]; then
  base=$(git rev-parse -q --verify HEAD~1 || true)
fi
if [ -z "$base" ] || ! git cat-file -e "$base:proto/interviewai" 2>/dev/null; then
  echo 'There is no earlier contract to compare with: this is the first.'
  exit 0
fi
tools/proto_deps.sh
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
git archive "$base" proto buf.yaml | tar -x -C "$before"
mkdir -p "$before/.build"
cp -r .build/proto "$before/.build/"
buf="$root/tools/node_modules/.bin/buf"
(cd "$before" && "$buf" build --path proto/interviewai -o before.binpb)
"$buf" build --path proto/interviewai -o "$before/now.binpb"
"$buf" breaking "$before/now.binpb" --against "$before/before.binpb" --exclude-imports \
  --config '{"version":"v2","breaking":{"use":["WIRE_JSON"]}}'
echo "Nothing breaks against $(git log -1 --format='%h %s' "$base")."
