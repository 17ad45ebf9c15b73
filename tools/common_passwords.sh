#!/bin/sh
# Makes server/account/password/common.txt, the commonest passwords in lower
# case, and its licence from the npm package @zxcvbn-ts/language-common, whose
# list is ordered by how often passwords were found in leaks.
set -eu
count=3000
version=4.1.3
target="$(cd "$(dirname "$0")/.." && pwd)/server/account/password"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --silent --no-audit --no-fund --prefix "$work" "@zxcvbn-ts/language-common@$version"
package="$work/node_modules/@zxcvbn-ts/language-common"
node -e '
  const [file, count] = process.argv.slice(1);
  const seen = new Set();
  for (const word of require(file)) {
    if (seen.size < Number(count)) seen.add(word.toLowerCase());
  }
  console.log([...seen].join("\n"));
' "$package/src/passwords.json" "$count" > "$target/common.txt"
cp "$package/LICENSE.txt" "$target/common.LICENSE.txt"
