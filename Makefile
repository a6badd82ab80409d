# Everything a newcomer needs: `make demo`, `make test`. Both repeatable, both say what they do.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo demo-reset test check format bench screenshots messages lock clean

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV_VERSION := 0.13.9
PIP = $(shell [ -x $(BIN)/uv ] && echo "env VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip" || echo "$(BIN)/python -m pip")
CODE := site participation clubs services sensors themes tests

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# --- Installation: a virtual environment from the lock file, checked by hash ----------------------
.venv/.tools:
	@echo "→ Virtual environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)" || echo "  (uv is not to be had here: pip does the work, a little slower)"
	@touch $@

define install
	@echo "→ Packages from $(1)"
	@$(PIP) install --quiet --require-hashes -r $(1) && $(PIP) install --quiet --no-deps -e .
endef

.venv/.run: .venv/.tools requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $@

.venv/.dev: .venv/.tools requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch $@ .venv/.run

# The map's code from npm, by its lock file. Without npm on the machine a Python package brings it; without either the
# portals show the equal list instead.
.venv/.assets: .venv/.run requirements-assets.lock package-lock.json $(wildcard themes/assets/*)
	@echo "→ Map from npm packages"
	@if ! command -v npm > /dev/null && [ ! -x $(BIN)/npm ]; then $(PIP) install --quiet --require-hashes -r requirements-assets.lock || true; fi
	@if $(BIN)/portal build_assets; then touch $@; else echo "  (no map this time: the portals show the list)"; fi

setup: .venv/.run
setup-dev: .venv/.dev

# --- Commands ---------------------------------------------------------------------------------------
demo demo-reset: export PORT := $(PORT)
demo: .venv/.run .venv/.assets ## Serve ten portals on this machine (PORT=8000)
	@$(BIN)/portal demo-serve

demo-reset: .venv/.run .venv/.assets ## Forget everything that was changed in the demo and start over
	@$(BIN)/portal demo-reset

test: .venv/.dev .venv/.assets ## Run every test, on SQLite, PostgreSQL and in a browser
	@$(BIN)/python -m tests.run

check: .venv/.dev ## Format, lint, types, import contracts, migrations, templates
	@mkdir -p build
	@echo "→ format";     $(BIN)/ruff format --check --quiet $(CODE)
	@echo "→ lint";       $(BIN)/ruff check --quiet $(CODE)
	@echo "→ types";      $(BIN)/mypy > build/types.log 2>&1 || (cat build/types.log; false)
	@echo "→ contracts";  $(BIN)/lint-imports --no-cache > build/contracts.log 2>&1 || (cat build/contracts.log; false)
	@echo "→ system";     DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/portal check --fail-level WARNING
	@echo "→ migrations"; DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/portal makemigrations --check --dry-run > /dev/null
	@echo "→ templates";  $(BIN)/djlint --quiet --lint themes site participation clubs
	@echo "All checks passed."

format: .venv/.dev ## Format the code
	@$(BIN)/ruff check --quiet --fix-only $(CODE); $(BIN)/ruff format --quiet $(CODE)

bench: .venv/.dev .venv/.assets ## Print figures, one JSON line each (ONLY=name for one)
	@$(BIN)/python -m tests.benchmarks $(if $(ONLY),--only $(ONLY))

screenshots: .venv/.dev .venv/.assets ## Renew the pictures in docs/images from the running product
	@$(BIN)/python -m tests.e2e.screenshots

messages: .venv/.run ## Collect German texts for translation into English
	@$(BIN)/portal collect_messages

lock: .venv/.tools ## Renew the lock files after a change in pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --group pyproject.toml:assets -o requirements-assets.lock

clean: ## Remove what was built, keep the demo's data
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache
