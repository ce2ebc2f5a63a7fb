# `make run` runs the first forecast, `make test` the tests. Both install what is missing.

SWIFT ?= swift
# A new file in experiments/ changes the package but not its manifest, so the manifest cache is off.
# FLAGS is for CI: -Xswiftc -warnings-as-errors.
FLAGS ?=
BUILD := $(SWIFT) build --manifest-cache none $(FLAGS)
SHELL := /bin/bash
PAYOFF := .build/release/payoff
# The files that the formatter checks.
FORMATTED := $(wildcard Package.swift Sources Tests experiments Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks)
EXPERIMENTS := $(basename $(notdir $(wildcard experiments/*.swift)))
MODULES := Randomness EventSimulation Demand Serving Economics Experimentation Payoff

.PHONY: page-test fuzz kill-test fault-test package package-test help setup build library run test python validation evidence sizes bench format lint recipes docs man notebooks pictures clean

help: ## Lists all targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## Installs GSL, zlib, libmd and pkg-config if they are missing.
	@scripts/setup

build: setup ## Builds everything in release.
	$(BUILD) -c release

# Experiments are compiled when they are run, so their own programs are not needed.
library: setup ## Builds in release the commands, and the library that experiments are compiled against.
	@for product in Payoff payoff-analysis payoff; do $(BUILD) -c release --product $$product || exit 1; done

run: library ## Runs the first forecast: when does customer service with a language model pay off?
	$(PAYOFF) run CustomerService --replications 1000 --seed 1 --out runs/CustomerService --force

# Those that run commands wait for them: beside tests that count to millions they would wait for those.
test: library ## Runs the tests.
	PAYOFF_TESTS=optimized $(BUILD) --build-tests
	PAYOFF_TESTS=optimized $(SWIFT) test --skip-build --skip '^PayoffCommandTests[.]'
	PAYOFF_TESTS=optimized $(SWIFT) test --skip-build --filter '^PayoffCommandTests[.]'

cluster-test: library ## Computes a run on two hosts (network namespaces), one of which is cut off; needs root.
	scripts/cluster-test

fault-test: library ## Runs commands on full disks and with too little of everything; needs root.
	scripts/fault-test

package: library ## Makes a package for Debian 12 and a tar for other places, in .build/package.
	scripts/package

package-test: ## Installs the packages on a bare Debian 12 without Swift, and tries them; needs root.
	scripts/package-test

page-test: library ## Looks at the live page in headless Chromium: what it shows, and how soon after a move.
	scripts/page-test

python: library ## Builds the wheel of the Python package into .build/python, and tests it.
	scripts/test-python

validation: ## Runs the tests and writes docs/validation.md from their measurements.
	@rm -rf .build/validation && mkdir -p .build/validation
	PAYOFF_VALIDATION=$(CURDIR)/.build/validation $(MAKE) test
	python3 scripts/python/validation.py .build/validation/rows.jsonl docs/validation.md

evidence: library ## Audits the claims of the case with all experiments and writes docs/evidence.md.
	@for experiment in $(EXPERIMENTS); do \
	  case $$experiment in NightScaling) replications=50 ;; RecordedHour) replications=200 ;; *) replications=1000 ;; esac; \
	  $(PAYOFF) evidence $$experiment --replications $$replications --out .build/evidence/$$experiment --force >/dev/null || exit 1; \
	done
	$(PAYOFF) evidence --from $(EXPERIMENTS:%=.build/evidence/%) > docs/evidence.md

sizes: library ## Prints fleet sizes next to another planner's, for docs/design/requests-on-gpus.md.
	python3 scripts/python/size-table.py $(PAYOFF)

bench: setup ## Runs the benchmarks, with C programs and other simulators, and writes docs/benchmarks.md.
	Benchmarks/run

format: ## Formats the Swift files.
	$(SWIFT) format --in-place --recursive $(FORMATTED)

lint: ## Reports what the formatter would change, and violations of its rules.
	$(SWIFT) format lint --strict --recursive $(FORMATTED)

fuzz: library ## Runs the commands on mutated input for hours, or FUZZ_SECONDS: what fails is kept in fuzz-failures.
	scripts/fuzz --seconds $(or $(FUZZ_SECONDS),14400)

kill-test: library ## Kills commands at KILLS random instants and checks that --resume gives the same bytes.
	scripts/kill-test --kills $(or $(KILLS),200)

recipes: setup ## Applies the recipes of Adding to Payoff to a copy of the project, builds it and runs their tests.
	scripts/run-recipes

docs: setup ## Writes the site of the documentation into .build/site; every public symbol must be documented.
	@mkdir -p .build/docs
	@for module in $(MODULES); do \
	  PAYOFF_TESTS=optimized $(SWIFT) package --manifest-cache none $(FLAGS) --allow-writing-to-directory .build/docs \
	    generate-documentation --target $$module \
	    --output-path .build/docs/$$module --transform-for-static-hosting --hosting-base-path $$module \
	    --warnings-as-errors || exit 1; \
	done
	@python3 scripts/python/undocumented.py .build Sources $(MODULES)
	@scripts/setup-python site
	@.venv/bin/python scripts/python/site.py .build/docs .build/site
	@scripts/check-site

man: library ## Writes the man page docs/payoff.1 from the help texts.
	python3 scripts/python/manual.py $(PAYOFF) > docs/payoff.1

notebooks: library ## Runs each experiment and exports its executed notebook into notebooks-export/.
	scripts/export-notebooks

pictures: library ## Draws the images of the README and the guides into docs/images.
	$(PAYOFF) run CustomerService --replications 1000 --seed 1 --out .build/pictures/run --force >/dev/null
	$(PAYOFF) sensitivity ApiOrOwn --set pricePath=steady-fall --out .build/pictures/tornado --force >/dev/null 2>&1
	$(PAYOFF) decide ApiOrOwn --set pricePath=steady-fall --choice servers --out .build/pictures/decision --force >/dev/null 2>&1
	$(PAYOFF) chart .build/pictures/run --only inflection --only cumulative-cash --only npv --out docs/images/CustomerService
	$(PAYOFF) chart .build/pictures/run --only inflection --language zh --out docs/images/CustomerService-zh
	$(PAYOFF) chart .build/pictures/tornado --only tornado --out docs/images/ApiOrOwn
	$(PAYOFF) chart .build/pictures/decision --only learning --out docs/images/ApiOrOwn

clean: ## Removes build products, but no runs.
	$(SWIFT) package clean
