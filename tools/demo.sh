#!/bin/sh
# Starts the service on embedded stores and a free port, and plays the bundled
# interview through it. Flags (--fast, --json) are handed to interviewctl play.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
data=$(mktemp -d)
server=''
finish() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$data"
}
trap finish EXIT
trap 'exit 130' INT TERM

bin/interviewai serve --addr 127.0.0.1:0 --data "$data" >"$data/start.txt" 2>"$data/log.txt" &
server=$!
tries=0
until url=$(sed -n 's/.* is ready at \(http[^ ]*\)$/\1/p' "$data/start.txt") && [ -n "$url" ]; do
  tries=$((tries + 1))
  if ! kill -0 "$server" 2>/dev/null || [ "$tries" -gt 300 ]; then
    cat "$data/start.txt" "$data/log.txt" >&2
    echo 'The service did not start.' >&2
    exit 1
  fi
  sleep 0.1
done
sed '/^Try:/,$d' "$data/start.txt"

token=$(bin/interviewai token --data "$data" --email demo@example.org)
bin/interviewctl play --server "$url" --token "$token" --context clients/demo/context.json \
  --speaker interviewer --candidate clients/demo/candidate.opus "$@" clients/demo/interviewer.opus

echo
if [ -n "${OPENAI_API_KEY:-}${OPENAI_BASE_URL:-}${ANTHROPIC_API_KEY:-}" ]; then
  echo 'These answers were written by the models you configured.'
else
  echo 'This was the offline recogniser, and outlines made without a model.'
  echo 'For real ones:  OPENAI_API_KEY=... make demo   (or OPENAI_BASE_URL, ANTHROPIC_API_KEY)'
fi
