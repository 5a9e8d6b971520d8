# Everything that is done with a clone. `make help` lists the targets.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

PROGRAM := .build/release/undertick
SOURCES := Package.swift $(shell find Sources -type f)
SHARE := $(DESTDIR)$(PREFIX)/share/undertick

.DEFAULT_GOAL := help
.PHONY: help setup build demo test check bench evaluate fuzz install format clean

help: ## Lists the targets
	@sed -n 's/^\([a-z]*\):.*## /  \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

setup: ## Installs the libraries and headers that are missing (.ci/setup)
	@SWIFT='$(SWIFT)' .ci/setup

build: $(PROGRAM) ## Builds the program in release form
	@:

# The linker leaves a program alone that would come out the same, so it is marked as new here.
$(PROGRAM): $(SOURCES)
	@SWIFT='$(SWIFT)' .ci/setup
	@echo "Building undertick (release); the first time takes some minutes." >&2
	@$(SWIFT) build -c release --product undertick >&2
	@touch $@

demo: build ## Replays a small management network and shows its alerts
	@$(PROGRAM) replay Captures/demo/capture.pcap --devices Captures/demo/devices.csv \
	  --policy Captures/demo/policy.yaml --format text

test: setup ## Builds and runs all tests
	@$(SWIFT) test

check: setup ## Checks the format, builds, tests, uses the command, and compares it with tshark and a second implementation
	@echo "== format"
	@$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	@echo "== release build"
	@$(SWIFT) build -c release --product undertick
	@echo "== tests"
	@$(SWIFT) test
	@echo "== the command as people use it"
	@if command -v python3 >/dev/null; then UNDERTICK=$(PROGRAM) Tests/Command/check; \
	else echo "skipped: python3 is not installed"; fi
	@echo "== decoder against tshark"
	@if command -v tshark >/dev/null && command -v python3 >/dev/null; then \
	  Tests/Oracles/compare-tshark.py $(PROGRAM) Captures/*/capture.pcap; \
	else echo "skipped: tshark or python3 is not installed"; fi
	@echo "== messages against tshark"
	@if command -v tshark >/dev/null && command -v python3 >/dev/null; then \
	  Tests/Oracles/compare-messages $(PROGRAM) Captures; \
	else echo "skipped: tshark or python3 is not installed"; fi
	@echo "== conversations against a second implementation"
	@if command -v python3 >/dev/null; then \
	  Tests/Oracles/compare-flows $(PROGRAM) Captures/*/capture.pcap; \
	else echo "skipped: python3 is not installed"; fi

bench: build ## Measures speed and memory against two yardsticks in C, and what a beat costs
	@$(SWIFT) build -c release --product Evaluate >&2
	@Tests/Bench/bench

evaluate: setup ## Measures the beacon detector beside the published ones: rates, chances, cost (TRIALS=40 SERIES=10000)
	@$(SWIFT) build -c release --product Evaluate >&2
	@.build/release/Evaluate $(if $(TRIALS),--trials $(TRIALS)) $(if $(SERIES),--series $(SERIES))

fuzz: setup ## Feeds the decoder with inputs that libFuzzer invents (MINUTES=5)
	@Tests/Fuzz/fuzz $(if $(MINUTES),--minutes $(MINUTES))

install: $(PROGRAM) ## Installs under $(PREFIX), and below $(DESTDIR) where that is set
	@install -d '$(DESTDIR)$(PREFIX)/bin' '$(SHARE)'
	@install -m 755 $(PROGRAM) '$(DESTDIR)$(PREFIX)/bin/undertick'
	@install -m 644 Config/* '$(SHARE)'
	@echo "Installed $(DESTDIR)$(PREFIX)/bin/undertick; example files are in $(SHARE)."
	@echo "To capture without being root: sudo setcap cap_net_raw+ep $(DESTDIR)$(PREFIX)/bin/undertick"

format: ## Formats the sources in place
	@$(SWIFT) format --in-place --recursive Sources Tests Package.swift

clean: ## Removes what was built
	@rm -rf .build .build-*
