#!/bin/sh
# Every test that uses stores against an external MongoDB and Redis, given by URI
# as an operator would give them: FerretDB behind its write guard (tools/mongotest)
# stands in for MongoDB, and the redis-server of the machine serves. Set
# MONGODB_URI and REDIS_URL to use others (the Redis with --databases 16384);
# each test takes a database of its own there.
#
#   tools/external.sh [packages]
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
# Without packages: those whose tests reach a store, and those of which a part only
# runs without the race detector (race_on_test.go). The others have nothing to do
# with stores, and have run. Of what calls the service from outside, those tests
# are left out whose outcome does not hang on what is kept: pages, cookies, models,
# sound, files that are refused.
elsewhere='Hostile|README|Unknown|NoCV|Invented|Reviewed|Exports|ValidRequest|ReadAloud|AModelInterviews|Spoken|NobodySpeaks|TheButton|NoSecret|CommandLine|Machines|TakenPort|IsOff|Malformed|Forged'
elsewhere="$elsewhere|WithModels|Recogniser|LanguageModel|Recording|Subtitles|Recorded|CandidateNever|SecondProcess|BadNetwork|SpecificationExamples|RestErrors"
elsewhere="$elsewhere|Browser|OtherSites|OtherPrograms|Remembered|PasswordsAre|AsTheSpec|CreatedIs|DeleteWith|EveryProcedure|DoorsAre|BrokenRules|Windows|EveryAnswerSays|AFlood|WhatCallers|ErrorsAre|CauseIs|PanicsEnd|Bearer|Report|ALinkEnds|NumbersAgree|Transcribe|TurnsSpeech|InVariants|Strengths|AProfile|Avatar"
outside='/(server|server/rpc|e2e)$'
named=yes
if [ $# -eq 0 ]; then
  named=no
  # shellcheck disable=SC2046 # a list of packages
  set -- $({
    go list -test -f '{{.ImportPath}} {{join .Deps " "}}' ./... | grep -E '/server/(store/storetest|redis/redistest) |/server/(store/storetest|redis/redistest)$' |
      sed -E 's/ .*//; s/\.test$//; s/_test$//'
    find . -name race_on_test.go -not -path './tools/*' | xargs -n1 dirname | xargs go list
  } | sort -u)
fi
mkdir -p .build
GOFLAGS='' go -C tools/testreport build -o "$root/.build/testreport" . || exit 1
GOFLAGS='' go -C tools/mongotest build -o "$root/.build/mongotest" . || exit 1
export MONGOTEST_BIN="$root/.build/mongotest"

dir=$(mktemp -d)
redis='' mongo=''
stop() {
  trap - EXIT
  for pid in $redis $mongo; do kill "$pid" 2>/dev/null; done
  for pid in $redis $mongo; do wait "$pid" 2>/dev/null; done
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# wait_for SECONDS COMMAND...: until it succeeds.
wait_for() {
  tries=$(($1 * 10))
  shift
  until "$@" 2>/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.1
  done
}

redis_answers() { kill -0 "$redis" && [ "$(redis-cli -p "$port" ping)" = PONG ]; }

if [ -z "${REDIS_URL:-}" ]; then
  for _ in 1 2 3 4 5; do # another may have the port
    port=$(shuf -i 20000-32000 -n 1)
    redis-server --bind 127.0.0.1 --port "$port" --databases 16384 --save '' --appendonly no --dir "$dir" >"$dir/redis.log" 2>&1 &
    redis=$!
    wait_for 10 redis_answers && break
    kill "$redis" 2>/dev/null
    redis=''
  done
  [ -n "$redis" ] || { echo 'redis-server did not start:' >&2; cat "$dir/redis.log" >&2; exit 1; }
  export REDIS_URL="redis://127.0.0.1:$port"
fi
if [ -z "${MONGODB_URI:-}" ]; then
  mkdir "$dir/documents"
  "$MONGOTEST_BIN" -data "$dir/documents" >"$dir/mongo.uri" 2>"$dir/mongo.log" &
  mongo=$!
  wait_for 30 test -s "$dir/mongo.uri" || { echo 'mongotest did not start:' >&2; cat "$dir/mongo.log" >&2; exit 1; }
  MONGODB_URI=$(cat "$dir/mongo.uri")
  export MONGODB_URI
fi
echo "documents at $MONGODB_URI, redis at $REDIS_URL" | sed -E 's,//[^/@]*@,//...@,g'

# The race detector and the coverage belong to the run with the embedded stores.
if [ "$named" = yes ]; then
  go test -vet=off -timeout 15m -json "$@" 2>&1 | .build/testreport
  exit
fi
# shellcheck disable=SC2046 # lists of packages
{
  go test -vet=off -timeout 15m -json $(printf '%s\n' "$@" | grep -vE "$outside") 2>&1
  go test -vet=off -timeout 15m -json -skip "$elsewhere" $(printf '%s\n' "$@" | grep -E "$outside") 2>&1
} | .build/testreport
