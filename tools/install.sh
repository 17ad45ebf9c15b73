#!/bin/sh
# Installs what building (or testing) needs, on Debian and Ubuntu, saying what
# it does; elsewhere it says what to install. What is there is left alone.
#
#   tools/install.sh build|test
set -eu
group=${1:?usage: tools/install.sh build|test}
root=$(cd "$(dirname "$0")/.." && pwd)

# libopusfile-dev is not linked (see the Makefile); with it a plain `go test` works too.
build='gcc libc6-dev pkg-config libopus-dev libopusfile-dev libpocketsphinx-dev libsphinxbase-dev pocketsphinx-en-us ffmpeg poppler-utils fonts-droid-fallback tesseract-ocr tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-por tesseract-ocr-rus tesseract-ocr-spa tesseract-ocr-tur tesseract-ocr-uzb libhunspell-dev hunspell-en-us hunspell-ru hunspell-uz hunspell-es hunspell-de-de hunspell-fr hunspell-pt-br hunspell-tr ca-certificates'
test='chromium nodejs npm git curl redis-server clamav-daemon'

have() { command -v "$1" >/dev/null 2>&1; }
installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

packages=$build
[ "$group" = build ] || packages="$build $test"

missing=''
if have dpkg-query; then
  for p in $packages; do
    case $p in
      nodejs) have node || missing="$missing $p" ;;
      npm | git | curl | gcc | ffmpeg | redis-server) have "$p" || missing="$missing $p" ;;
      chromium) have chromium || have chromium-browser || have google-chrome || missing="$missing $p" ;;
      *) installed "$p" || missing="$missing $p" ;;
    esac
  done
else
  for p in gcc pkg-config ffmpeg; do have "$p" || missing="$missing $p"; done
  if have pkg-config; then
    for p in opus pocketsphinx sphinxbase; do pkg-config --exists "$p" || missing="$missing lib$p(development files)"; done
    pkg-config --exists hunspell || missing="$missing libhunspell(development files)"
  fi
  if [ "$group" = test ]; then for p in node npm git curl chromium redis-server; do have "$p" || missing="$missing $p"; done; fi
fi

if [ -n "$missing" ]; then
  if ! have apt-get; then
    echo "This is not Debian or Ubuntu. Please install:$missing" >&2
    echo "and the English model of PocketSphinx (Debian calls it pocketsphinx-en-us)," >&2
    echo "and Hunspell's dictionaries en_US, ru_RU, uz_UZ, es_ES, de_DE, fr_FR, pt_BR, tr_TR in /usr/share/hunspell." >&2
    exit 1
  fi
  as_root=''
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || { echo "Please install as root: apt-get install --no-install-recommends$missing" >&2; exit 1; }
    as_root=sudo
  fi
  echo "== Installing Debian packages:$missing"
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # a list of words
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

wanted=$(sed -n 's/^go //p' "$root/go.mod")
if ! have go; then
  echo "Go is missing. Install Go $wanted or newer from https://go.dev/dl/ (unpack into /usr/local, add /usr/local/go/bin to PATH)," >&2
  echo "or any Go from 1.21 on (Debian: apt-get install golang from backports): it fetches $wanted by itself." >&2
  exit 1
fi
# The go command fetches the toolchain that go.mod names when it is older and
# allowed to; asking for its version here makes a refusal plain.
if ! (cd "$root" && go version >/dev/null 2>&1); then
  echo "$(cd / && go version 2>/dev/null || echo "This Go") is older than go.mod wants ($wanted), and may not fetch a newer one." >&2
  echo "Install Go $wanted or newer from https://go.dev/dl/, or set GOTOOLCHAIN=auto." >&2
  exit 1
fi

if [ "$group" = test ]; then
  major=$(node -p 'process.versions.node.split(".")[0]')
  if [ "$major" -lt 18 ]; then
    echo "Node $major is too old: install Node 18 or newer." >&2
    exit 1
  fi
  if [ ! -x "$root/tools/node_modules/.bin/buf" ] || [ "$root/tools/package-lock.json" -nt "$root/tools/node_modules" ]; then
    echo "== Installing npm packages of tools/"
    # Not `npm ci`: it wants buf's programs for every platform in the lock file,
    # and a registry may carry only some of them.
    npm --prefix "$root/tools" install --silent --no-audit --no-fund
    touch "$root/tools/node_modules"
  fi
fi
