# `make` alone prints what there is.
export GOFLAGS := -tags=nolibopusfile
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo development)

.PHONY: help build
help: ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build both programs into bin/
	go build -trimpath -ldflags '-X main.version=$(VERSION)' -o bin/interviewai ./server
	go build -trimpath -ldflags '-X main.version=$(VERSION)' -o bin/interviewctl ./clients/cli
