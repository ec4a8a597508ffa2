# make run, make test: all that a fresh clone needs. `make help` lists the rest.
PYTHON ?= python3
VENV ?= .venv
UV ?= uv
WORKERS ?= 2

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PACKAGES := pyproject.toml models/en_chasqui_news/pyproject.toml
COMPILE := $(UV) pip compile pyproject.toml requirements-build.in --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-package en-chasqui-news --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test lint format lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.chasqui ## create .venv and install Chasqui and its model

setup-dev: $(VENV)/.chasqui-dev ## the same with the tools for tests and checks

# Exit code 1 means: done, but something was quarantined. The examples hold one broken file on purpose.
run: setup ## read the example articles and show what was found
	@$(BIN)/chasqui run examples/inbox || [ $$? -eq 1 ]

test: setup-dev ## run the tests
	$(BIN)/python -m pytest -n $(WORKERS)

lint: setup-dev ## check style, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: setup-dev ## rewrite the code in the house format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: ## renew both lock files (needs uv)
	$(COMPILE) --upgrade --output-file requirements.lock
	$(COMPILE) --upgrade --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove .venv and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Chasqui needs Python 3.11 or newer; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps say which lock files were installed; each names what it must be newer than. The locks are complete, so pip
# need not look for what they require (and would ask for hashes of newer versions where it did).
$(VENV)/.locked: requirements.lock | $(BIN)/python
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/.locked-dev: requirements-dev.lock $(VENV)/.locked
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements-dev.lock
	@touch $@

$(VENV)/.chasqui: $(VENV)/.locked $(PACKAGES)
	$(PIP) install --quiet --no-deps --no-build-isolation --no-index \
		--editable models/en_chasqui_news --editable .
	@touch $@

$(VENV)/.chasqui-dev: $(VENV)/.locked-dev $(VENV)/.chasqui
	@touch $@
