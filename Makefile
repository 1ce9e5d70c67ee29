# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help docs demo test fixtures arrow lab try lint types js e2e release lowest bench lock goldens notebooks clean

help: ## this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sort | awk 'BEGIN {FS = ":.*## "} {printf "  make %-10s %s\n", $$1, $$2}'

# A stamp per lock file: set up once, again only when the lock changes.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "pacer needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "the venv module is missing: install it (Debian: apt install python3-venv) and run make again"; exit 2; }
	@touch $@

# (JupyterLab's extension is copied, not linked: installed again when it changes)
$(VENV)/.pacer: requirements/pacer.txt pyproject.toml $(wildcard pacer/labextension/*.json pacer/labextension/static/*) | $(VENV)/.made
	$(PIP) install --require-hashes -r requirements/pacer.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.pacer
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.pacer ## pace, a 45 -> 20 minute plan, a comparison and a report of a sample talk
	@$(BIN)/pacer demo

test: $(VENV)/.dev ## the tests (no browser, microphone or LibreOffice needed)
	$(BIN)/python -m pytest

lab: $(VENV)/.pacer ## JupyterLab on the first notebook
	$(BIN)/pacer lab

# With pyarrow there, pandas keeps strings as Arrow arrays; both kinds have to work.
arrow: $(VENV)/.dev ## the rooms that hold frames, with pyarrow installed for the while
	$(PIP) install --require-hashes -r requirements/arrow.txt
	$(BIN)/python -m pytest -q tests/results/test_report.py tests/test_talk.py tests/results/test_comparison.py tests/core/test_frames.py tests/runs tests/planning/test_choices.py
	$(PIP) uninstall -q -y pyarrow

try: $(VENV)/.dev ## the rooms on the sample talk as plain pages: no kernel, server or network
	$(BIN)/python -m docs.try_it

lint: $(VENV)/.dev ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy

e2e: $(VENV)/.dev ## drives a real JupyterLab in the system's Chromium
	$(BIN)/python -m pytest tests/e2e

release: $(VENV)/.dev ## build wheel and sdist into dist/, inspect both, run the demo from each, installed alone
	.ci/release $(BIN)/python

lowest: $(VENV)/.dev ## the core's tests with the lowest versions allowed (needs the network)
	$(PIP) install -q uv
	.ci/lowest $(BIN)/uv

bench: $(VENV)/.dev ## every figure in the README, measured anew
	$(BIN)/python -m tests.benchmarks

js: node_modules/.made ## lint, types, tests and the built bundles of the widgets' JavaScript
	npm run lint
	npm run types
	npm test
	npm run check-built

node_modules/.made: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

fixtures: $(VENV)/.dev ## what Python sends to a page, written anew for the tests of both sides
	$(BIN)/python -m tests.protocol.write

goldens: $(VENV)/.dev ## what the commands print for the samples, as text for the tests
	$(BIN)/python -m tests.write_goldens

$(VENV)/.docs: requirements/docs.txt $(VENV)/.dev
	$(PIP) install --require-hashes -r requirements/docs.txt
	@touch $@

docs: $(VENV)/.docs ## the documentation into build/docs, without a network; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -n -q -E docs build/docs

notebooks: $(VENV)/.dev ## run the notebooks and keep their outputs
	PACER_PROFILE=off $(BIN)/python -m docs.notebooks

lock: $(VENV)/.made ## resolve the dependencies anew (needs uv)
	$(PIP) install -q uv
	$(BIN)/uv pip compile pyproject.toml -q --upgrade --extra lab --extra audio --group install --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -o requirements/pacer.txt
	$(BIN)/uv pip compile pyproject.toml -q --upgrade --extra lab --extra audio --extra browser-audio --extra video --extra transcribe --group dev --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements/pacer.txt -o requirements/dev.txt
	$(BIN)/uv pip compile pyproject.toml -q --upgrade --group docs --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements/dev.txt -o requirements/docs.txt
	$(BIN)/uv pip compile pyproject.toml -q --upgrade --extra parquet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements/dev.txt -o requirements/arrow.txt

clean: ## remove what make made
	rm -rf $(VENV) node_modules dist build .pytest_cache .mypy_cache .ruff_cache
