# What people run is what CI runs. Every target installs what it needs from a fresh
# clone; only python3 (3.11 or newer) and make must be there, and apt when root.
# `make help` lists the targets.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/bin/uv
BIN := .venv/bin
STUDY_DATE ?= $(shell date -u +%F)
# Real scores to try the predictions on, where one has them.
BSSR1 ?= ../shared/data/scores/bssr1-face-C.csv
APT_TEST := chromium poppler-utils nodejs npm

.PHONY: help demo test check coverage bench coverage-study gallery-study docs lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

demo: .venv/run.stamp ## audit bundled example data and print the report's path
	@$(BIN)/matchaudit demo --out demo

test: .venv/dev.stamp tests/browser/node_modules/.stamp ## run every test
	$(BIN)/python -m pytest

check: .venv/dev.stamp ## lint, formatting, types, layers, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

coverage: .venv/dev.stamp tests/browser/node_modules/.stamp ## run the tests and report branch coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: .venv/bench.stamp ## print ratios against peers measured in the same run (some 15 minutes)
	UV=$(CURDIR)/$(UV) $(BIN)/python bench/run.py

coverage-study: .venv/run.stamp ## simulate how often our intervals hold (about 8 minutes)
	$(BIN)/python studies/coverage.py --out docs/explanation/coverage.md

gallery-study: .venv/run.stamp ## simulate how far off predictions for large galleries are (about 40 minutes)
	$(BIN)/python studies/galleries.py --worlds 300 --further 5 --brute-force --cost \
	  --jobs 2 --date $(STUDY_DATE) $(if $(wildcard $(BSSR1)),--bssr1 $(BSSR1)) \
	  --out docs/explanation/gallery-study.md

docs: .venv/dev.stamp ## build the documentation and run its examples
	$(BIN)/sphinx-build -n -W -q -b doctest docs docs/_build/doctest
	$(BIN)/sphinx-build -n -W -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

lock: $(UV) ## renew uv.lock
	$(UV) lock

clean: ## remove what these targets made
	rm -rf .venv .tools docs/_build demo tests/browser/node_modules .coverage .coverage.*

# --- what the targets need -------------------------------------------------------

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "matchaudit needs Python 3.11 or newer; $(PYTHON) is older. Run: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || sh tools/debian.sh python3-venv
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/run.stamp: uv.lock pyproject.toml $(UV)
	$(UV) sync --quiet --locked --inexact --compile-bytecode --python $(PYTHON)
	@$(BIN)/python -m compileall -q src
	@touch $@

.venv/dev.stamp: uv.lock pyproject.toml $(UV)
	$(UV) sync --quiet --locked --inexact --compile-bytecode --python $(PYTHON) --group dev
	@touch $@

.venv/bench.stamp: uv.lock pyproject.toml $(UV)
	$(UV) sync --quiet --locked --inexact --compile-bytecode --python $(PYTHON) --group bench
	@touch $@

# The browser tests need Chromium and Node.js. Without them they are skipped, aloud.
tests/browser/node_modules/.stamp: tests/browser/package-lock.json
	@sh tools/debian.sh $(APT_TEST)
	@if command -v npm >/dev/null; then cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --silent && touch node_modules/.stamp; \
	else echo "npm is missing: the browser tests will be skipped"; fi
