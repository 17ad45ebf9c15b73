# `make` alone prints what there is.
#
# The Opus binding's file reader is left out (nolibopusfile): one C library
# fewer. For go commands by hand: go env -w GOFLAGS=-tags=nolibopusfile
export GOFLAGS := -tags=nolibopusfile
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo development)
LDFLAGS := -s -w -X main.version=$(VERSION)
TOOLS := bin/tools
FUZZTIME ?= 10s
BENCH ?= .

.PHONY: help demo run test test-external check bench generate build clean fuzz cover corpus
help: ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## play a recorded interview through the whole product and watch the answers (DEMO=--fast: without waiting)
	@tools/install.sh build
	@$(MAKE) --no-print-directory build
	@clients/demo/run.sh $(DEMO)

run: build ## run the service with embedded stores at http://127.0.0.1:3000
	bin/interviewai serve --addr 127.0.0.1:3000

test: ## install what is needed, then check and test everything (coverage, race detector, external stores, contract, browser)
	@tools/install.sh test
	@tools/test.sh

test-external: ## what uses stores, with an external MongoDB and Redis (stand-ins, or MONGODB_URI and REDIS_URL); in `make test`
	@tools/install.sh test
	@tools/external.sh

check: ## the quick part: format, lint, vet, every package's short tests, a newcomer's ways through the service
	@tools/install.sh test
	@tools/check.sh

bench: ## measure; BENCH=regexp chooses
	go test -run '^$$' -vet=off -p 1 -timeout 30m -bench '$(BENCH)' -benchmem \
	  $$(grep -rl --include='*_test.go' '^func Benchmark' media server | xargs -n1 dirname | sort -u | sed 's,^,./,')

generate: ## make gen/ from proto/
	@tools/install.sh test
	tools/generate.sh

corpus: ## make the CVs of server/cv/corpus anew (needs chromium, groff, and of LibreOffice libreoffice-writer-nogui)
	go run ./server/cv/corpus/make server/cv/corpus/testdata

build: ## build both programs into bin/
	@echo '== Building bin/interviewai and bin/interviewctl (the first time takes some minutes: SQLite is compiled)'
	@go build -trimpath -ldflags '$(LDFLAGS)' -o bin/interviewai ./server
	@go build -trimpath -ldflags '$(LDFLAGS)' -o bin/interviewctl ./clients/cli

fuzz: ## feed every parser nonsense, FUZZTIME=10s each
	@tools/fuzz.sh $(FUZZTIME)

cover: ## open the coverage of the last `make test` in a browser
	go tool cover -html coverage.out

clean: ## remove what was built; the data directory stays
	rm -rf bin .build coverage.out
