#!/bin/sh
# Puts the viewer of the API documentation (swagger-ui-dist, the version that
# package-lock.json pins) where the server embeds it, compressed once for all.
# To be run and committed when that version changes.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
from="$root/tools/node_modules/swagger-ui-dist"
to="$root/server/web/docs/third_party/swagger-ui"
[ -d "$from" ] || npm --prefix "$root/tools" install --silent --no-audit --no-fund
mkdir -p "$to"
node - "$from" "$to" <<'JS'
const fs = require('fs'), path = require('path'), zlib = require('zlib');
const [from, to] = process.argv.slice(2);
for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
  // The comment at the end points to a source map that is not served.
  const text = Buffer.from(fs.readFileSync(path.join(from, name), 'utf8').replace(/\n?(\/\/# |\/\*# )sourceMappingURL=.*\s*$/, '\n'));
  fs.writeFileSync(path.join(to, name + '.gz'), zlib.gzipSync(text, { level: 9 }));
  fs.writeFileSync(path.join(to, name + '.br'), zlib.brotliCompressSync(text, {
    params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  }));
}
fs.copyFileSync(path.join(from, 'LICENSE'), path.join(to, 'LICENSE'));
fs.copyFileSync(path.join(from, 'NOTICE'), path.join(to, 'NOTICE'));
fs.copyFileSync(path.join(from, 'swagger-ui-bundle.js.LICENSE.txt'), path.join(to, 'swagger-ui-bundle.js.LICENSE.txt'));
fs.writeFileSync(path.join(to, 'VERSION'), require(path.join(from, 'package.json')).version + '\n');
JS
