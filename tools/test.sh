#!/bin/sh
# Everything that must hold before a change lands. Goes on after a failed step,
# so that one run shows all that is wrong; ends with "N passed, N failed".
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
mkdir -p .build
passed=0
failed=0

step() { # title, command...
  echo
  echo "== $1"
  shift
  if "$@"; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "** failed: $*" >&2
  fi
}

# counted runs a command whose last line is "N passed, N failed" and adds that.
counted() {
  echo
  echo "== $1"
  shift
  "$@" 2>&1 | tee .build/step.log
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' .build/step.log | tail -1)
  if [ -z "$line" ]; then
    failed=$((failed + 1))
    echo "** failed: $*" >&2
    return
  fi
  passed=$((passed + ${line%% passed*}))
  more=${line#*, }
  failed=$((failed + ${more%% failed*}))
  grep -q 'BELOW THE FLOOR' .build/step.log && failed=$((failed + 1))
}

# The race detector runs the packages that start goroutines or hold locks, in the
# program or in tests. Elsewhere (parallel tests of what shares nothing, values that
# are made once) it takes ten times as long and has nothing to find. Of the whole
# service it is spared what one caller does after the other; the end-to-end tests'
# programs run in processes of their own, which it does not see.
one_by_one='Hostile|NoSecret|README|Unknown|NoCV|Invented|Reviewed|Exports|ValidRequest|ReadAloud|CommandLine|Machines|TakenPort|IsOff|Malformed|Forged'
concurrent() {
  go list -f '{{.Dir}}' ./... | grep -vE '/(e2e|server)$' | while read -r dir; do
    if grep -qE "^[[:space:]]*(defer )?go (func|[a-zA-Z_.]+\\()|errgroup|\\.Go\\(|sync\\.(Mutex|RWMutex|WaitGroup|Cond|Map|Pool)|atomic\\.[A-Z]" "$dir"/*.go; then
      echo ".${dir#"$root"}"
    fi
  done
}

sequential() {
  go list -f '{{.Dir}}' ./... | while read -r dir; do echo ".${dir#"$root"}"; done | grep -vxF -f .build/concurrent
}

go_tests() {
  # A package is covered by its own tests alone: a line that something else
  # happens to run is not tested.
  # Vet runs with the linters above; here it would only cost time. -count=1: the
  # end-to-end tests build programs, which the cache of results knows nothing of.
  rm -f coverage.out .build/sequential.out .build/concurrent.out
  concurrent >.build/concurrent
  set -- -count=1 -vet=off -timeout 15m -json
  # shellcheck disable=SC2046 # lists of packages
  {
    go test "$@" -covermode atomic -coverprofile .build/sequential.out $(sequential) 2>&1
    go test "$@" -race -covermode atomic -coverprofile .build/concurrent.out $(cat .build/concurrent) 2>&1
    go test "$@" -race -skip "$one_by_one" ./server 2>&1
    { cat .build/sequential.out && tail -n +2 .build/concurrent.out; } >coverage.out
  } | .build/testreport -cover coverage.out
}

tool_tests() {
  for module in tools/testreport tools/mongotest; do
    echo "-- $module"
    GOFLAGS='' go -C "$module" test ./... || return 1
  done
}

build_mongotest() {
  GOFLAGS='' go -C tools/mongotest build -o "$root/.build/mongotest" .
}

browser_tests() {
  if [ ! -d clients/browsertest ]; then
    echo 'There is no browser test.'
    return 1
  fi
  npm --prefix clients/browsertest ci --silent && npm --prefix clients/browsertest test
}

GOFLAGS='' go -C tools/testreport build -o "$root/.build/testreport" . || exit 1
step 'Build' make --no-print-directory build
step 'Format, lint, contract' tools/lint.sh
step 'Generated code is what the contract makes' tools/generate.sh --verify
step 'Nothing breaks for deployed clients (buf breaking)' tools/breaking.sh
step 'Known vulnerabilities (govulncheck)' tools/vuln.sh
step 'Stand-in for MongoDB' build_mongotest
export MONGOTEST_BIN="$root/.build/mongotest"
step 'Tests of the tools' tool_tests
counted 'Tests with coverage, and the race detector where goroutines share memory' go_tests
counted 'The same against an external MongoDB and Redis' tools/external.sh
step 'A real browser' browser_tests

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
