# What a user needs: `make run` for the first forecast, `make test` for the tests. Both do the set-up themselves.

SWIFT ?= swift
# A new file in experiments/ changes the package without changing its manifest, so the manifest is read each time.
# FLAGS is for CI: -Xswiftc -warnings-as-errors.
FLAGS ?=
BUILD := $(SWIFT) build --manifest-cache none $(FLAGS)
SHELL := /bin/bash
PAYOFF := .build/release/payoff
# Everything the formatter looks at.
FORMATTED := $(wildcard Package.swift Sources Tests experiments Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks)
EXPERIMENTS := $(basename $(notdir $(wildcard experiments/*.swift)))
ROOMS := Randomness EventSimulation Demand Serving Economics Experimentation Payoff

.PHONY: help setup build run test validation evidence sizes bench format lint docs man notebooks pictures clean

help: ## Lists what there is.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

setup: ## Installs what is missing: GSL, zlib, libmd and pkg-config.
	@scripts/setup

build: setup ## Builds everything in release.
	$(BUILD) -c release

run: build ## The first forecast: when does customer service with a language model pay off?
	$(PAYOFF) run CustomerService --replications 1000 --seed 1 --out runs/CustomerService --force

test: setup ## Runs the tests.
	$(BUILD) -c release
	$(BUILD) --build-tests
	$(SWIFT) test --skip-build

validation: ## Runs the tests and writes docs/validation.md from what they measured.
	@rm -rf .build/validation && mkdir -p .build/validation
	PAYOFF_VALIDATION=$(CURDIR)/.build/validation $(MAKE) test
	python3 scripts/python/validation.py .build/validation/rows.jsonl docs/validation.md

evidence: build ## Audits the case claim by claim with every experiment, and writes docs/evidence.md.
	@for experiment in $(EXPERIMENTS); do \
	  case $$experiment in NightScaling|RecordedHour) replications=200 ;; *) replications=1000 ;; esac; \
	  $(PAYOFF) evidence $$experiment --replications $$replications --out .build/evidence/$$experiment --force >/dev/null || exit 1; \
	done
	$(PAYOFF) evidence --from $(EXPERIMENTS:%=.build/evidence/%) > docs/evidence.md

sizes: build ## Prints how many GPUs a load needs beside another planner's numbers, for docs/design/requests-on-gpus.md.
	python3 scripts/python/size-table.py $(PAYOFF)

bench: setup ## Measures beside a C floor and the peers, and writes docs/benchmarks.md.
	Benchmarks/run

format: ## Formats the Swift files.
	$(SWIFT) format --in-place --recursive $(FORMATTED)

lint: ## Finds what the formatter would change, and what it will not have.
	$(SWIFT) format lint --strict --recursive $(FORMATTED)

docs: setup ## Builds the documentation of the public rooms into .build/docs; everything public must be documented.
	@mkdir -p .build/docs
	@for room in $(ROOMS); do \
	  $(SWIFT) package --allow-writing-to-directory .build/docs generate-documentation --target $$room \
	    --output-path .build/docs/$$room --transform-for-static-hosting --hosting-base-path $$room \
	    --warnings-as-errors || exit 1; \
	done
	@python3 scripts/python/undocumented.py .build Sources $(ROOMS)

man: build ## Writes the man page docs/payoff.1 from the help of the command.
	python3 scripts/python/manual.py $(PAYOFF) > docs/payoff.1

notebooks: build ## Runs each experiment and exports its notebook with outputs into notebooks-export/.
	scripts/export-notebooks

pictures: build ## Draws the pictures of the README and the guides into docs/images.
	$(PAYOFF) run CustomerService --replications 1000 --seed 1 --out .build/pictures/run --force >/dev/null
	$(PAYOFF) sensitivity ApiOrOwn --out .build/pictures/tornado --force >/dev/null 2>&1
	$(PAYOFF) decide ApiOrOwn --choice servers --out .build/pictures/decision --force >/dev/null 2>&1
	$(PAYOFF) chart .build/pictures/run --only inflection --only cumulative-cash --only npv --out docs/images/CustomerService
	$(PAYOFF) chart .build/pictures/run --only inflection --language zh --out docs/images/CustomerService-zh
	$(PAYOFF) chart .build/pictures/tornado --only tornado --out docs/images/ApiOrOwn
	$(PAYOFF) chart .build/pictures/decision --only learning --out docs/images/ApiOrOwn

clean: ## Removes what was built, but no run.
	$(SWIFT) package clean
