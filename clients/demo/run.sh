#!/bin/sh
# Plays the recorded interview through the whole product: starts the service on
# embedded stores and a free port, sends both tracks to it over WebRTC, shows
# what comes back, and stops the service. Usage: run.sh [--fast]
#
# The programs must be built. With OPENAI_API_KEY, OPENAI_BASE_URL or
# ANTHROPIC_API_KEY set, real models listen and answer. The exit code is 0 only
# when every question of the recording was answered and the service stopped
# cleanly; otherwise the service's log is printed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=$here/../../bin
# How many turns of script.txt hold a question.
questions=4

for program in interviewai interviewctl; do
  if [ ! -x "$bin/$program" ]; then
    echo "bin/$program is not built yet: run make build first" >&2
    exit 1
  fi
done

work=$(mktemp -d)
server=
status=1
# finish stops the service and tidies up; it says what the service said when
# anything went wrong.
finish() {
  trap - EXIT INT TERM
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" || { status=1; echo "The service did not stop cleanly." >&2; }
  fi
  if [ "$status" -ne 0 ] && [ -f "$work/log" ]; then
    { echo; echo "The demo failed. What the service said:"; cat "$work/log"; } >&2
  fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'status=130; exit' INT
trap 'status=143; exit' TERM

"$bin/interviewai" serve --addr 127.0.0.1:0 --data "$work/data" >"$work/started" 2>"$work/log" &
server=$!

# The service prints its address only once it is ready.
url=
tries=0
while [ -z "$url" ]; do
  if ! kill -0 "$server" 2>/dev/null || [ "$tries" -gt 600 ]; then
    echo "The service did not start." >&2
    exit 1
  fi
  tries=$((tries + 1))
  sleep 0.1
  url=$(sed -n 's/^InterviewAI Pro .* is ready at //p' "$work/started")
done
# Which models listen and answer; the session itself says when there are none.
sed -n '1p; /set OPENAI/d; /^  speech /p; /^  answers /p' "$work/started"

token=$("$bin/interviewai" token --data "$work/data" --email demo@example.org)
status=0
"$bin/interviewctl" play --server "$url" --token "$token" --expect "$questions" \
  --context "$here/context.json" --speaker interviewer --candidate "$here/candidate.opus" \
  "$@" "$here/interviewer.opus" || status=$?
