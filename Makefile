# The single door to building, running and checking Good Offices. `make` lists what there is.
# Needs: Python >= 3.11 with venv, git, make. All else is fetched by hash from the lock files.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
BUILT := src/goodoffices/web/static/built/theme.css
CATALOGUES := $(wildcard src/goodoffices/locale/*/LC_MESSAGES/django.po)
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export PYTHONUTF8 := 1
# Containers often forbid Python to keep what it has compiled: each start then costs seconds.
unexport PYTHONDONTWRITEBYTECODE
# Tests and checks never meet the settings or the data of an installation.
DEVELOPING := env -u GOODOFFICES_DATABASE GOODOFFICES_DEBUG=yes GOODOFFICES_DATA=$(CURDIR)/var/dev

.PHONY: help setup dev frontend demo test check browser postgres spark bench docs soak lock messages wheel wheel-test clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMPS)/package $(BUILT) $(STAMPS)/messages $(STAMPS)/reference ## Set up what running the program needs

demo: setup ## Run the demonstration programme (PORT=8000; FRESH=yes starts it anew)
	@exec $(BIN)/goodoffices demo --port $(PORT) $(if $(FRESH),--fresh)

test: dev ## Run the default level of tests
	@$(DEVELOPING) $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: dev ## Lint, types, floors, templates, translations, migrations, docs
	@$(DEVELOPING) $(BIN)/python tools/check.py

browser: dev ## Run the tests that need Debian's chromium
	@tools/need chromium chromium
	@$(DEVELOPING) $(BIN)/python -m pytest -m "browser and not slow" $(ARGS)

postgres: dev ## Run the web tests on a throw-away PostgreSQL
	@tools/need postgres postgresql
	@$(DEVELOPING) $(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder \
		-m "not browser and not slow" $(wildcard tests/core tests/field tests/monitor tests/rights tests/publish tests/site tests/web tests/postgres) $(ARGS)

spark: dev $(STAMPS)/spark ## Run the tests that need Spark (and Java)
	@tools/need java default-jre-headless
	@$(DEVELOPING) $(BIN)/python -m pytest -m spark $(ARGS)

soak: dev ## Run the tests that take minutes
	@$(DEVELOPING) $(BIN)/python -m pytest -m slow $(ARGS)

bench: dev ## Measure what we claim (minutes; leave the machine alone meanwhile)
	@$(DEVELOPING) $(BIN)/python -m benchmarks $(ARGS)

docs: dev ## Build the documentation into docs/_build/html
	@$(DEVELOPING) $(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

messages: dev ## Bring the translation catalogues up to date with the source
	@$(DEVELOPING) $(BIN)/python tools/messages.py

lock: $(STAMPS)/uv ## Resolve requirements/*.in into hash-locked files
	@tools/lock

wheel: setup $(STAMPS)/dev ## Build the wheel into dist/
	@$(DEVELOPING) $(BIN)/python tools/reference.py > /dev/null
	@rm -rf dist && $(BIN)/python -m build --no-isolation --wheel --outdir dist . > /dev/null
	@ls dist/*.whl

wheel-test: wheel ## Install the wheel into an empty environment and start it there
	@$(BIN)/python tools/try_wheel.py dist/*.whl

clean: ## Remove what was built and fetched; keeps ./var
	rm -rf $(VENV) .venv-node node_modules dist build docs/_build docs/reference/generated \
		src/goodoffices/web/static/built .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src -name '*.mo' -delete

# What follows is set-up: each step leaves a stamp, so that it is done again only when it must be.

dev: setup $(STAMPS)/dev

frontend: $(BUILT)

$(BIN)/python:
	@tools/make_venv $(VENV)

$(STAMPS)/uv: requirements/uv.txt | $(BIN)/python
	@echo "Installing uv"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/uv.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: requirements/base.txt requirements/build.txt requirements/pdf.txt $(STAMPS)/uv
	@echo "Installing the libraries"
	@$(UV) -r requirements/base.txt -r requirements/build.txt -r requirements/pdf.txt
	@touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/base
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/base
	@echo "Installing the tools for developing"
	@$(UV) -r requirements/dev.txt
	@touch $@

$(STAMPS)/spark: requirements/spark.txt $(STAMPS)/dev
	@echo "Installing Spark"
	@$(UV) -r requirements/spark.txt
	@touch $@

node_modules/stamp: package.json package-lock.json .npmrc | $(STAMPS)/uv
	@echo "Fetching the frontend's parts"
	@tools/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): node_modules/stamp $(shell find frontend -type f)
	@echo "Building the frontend"
	@tools/npm run --silent build

$(STAMPS)/messages: $(CATALOGUES) tools/compile_messages.py $(STAMPS)/base
	@$(BIN)/python tools/compile_messages.py
	@touch $@

# The reference pages that the program shows under /docs/ are written from the program itself.
$(STAMPS)/reference: tools/reference.py $(STAMPS)/package $(STAMPS)/messages
	@$(DEVELOPING) $(BIN)/python tools/reference.py > /dev/null
	@touch $@
