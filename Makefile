# Two commands do everything on a fresh machine: `make demo` and `make test`. Each makes what it needs in .venv first.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test test-fast check fmt bench pictures lock clean

VENV := .venv
PY := $(VENV)/bin/python
DEMO := demo

help: ## say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.ready: requirements-dev.lock pyproject.toml
	@echo "==> Setting up $(VENV) (Python 3.12 or newer, pinned and hashed dependencies)"
	@python=$$(bash scripts/find-python); echo "    with $$($$python --version) at $$python"; \
		$$python -m venv --clear $(VENV)
	@$(PY) -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.lock
	@$(PY) -m pip install --disable-pip-version-check --quiet --no-build-isolation --no-deps -e .
	@touch $@

demo: $(VENV)/.ready ## an invented company: generated, imported, its scorecard printed, its pages served
	@echo "==> The demo company (workspace in ./$(DEMO))"
	@$(VENV)/bin/merilo demo --workspace $(DEMO) $(ARGS)

check: $(VENV)/.ready ## lint, format, types, layers
	@echo "==> Lint and format (ruff)"
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@echo "==> Types (mypy --strict)"
	@$(VENV)/bin/mypy
	@echo "==> Layers (import-linter)"
	@$(VENV)/bin/lint-imports

test: check ## everything: checks, all tests, coverage
	@echo "==> All tests, with coverage, in the order of their files (test-fast shuffles them)"
	@$(PY) -m pytest -n auto --dist loadgroup -p no:randomly --cov --cov-report=term $(ARGS)

test-fast: $(VENV)/.ready ## the tests that need no large data (under three minutes)
	@echo "==> Fast tests"
	@$(PY) -m pytest -n auto --dist loadgroup -m "not slow" $(ARGS)

bench: $(VENV)/.ready ## import and KPI speed against hand-written SQL
	@$(PY) -m bench $(ARGS)

pictures: $(VENV)/.ready ## take the README's pictures anew from the pages as they are
	@MERILO_PICTURES=docs/pictures $(PY) -m pytest -q -p no:randomly tests/browser/test_pictures.py

fmt: $(VENV)/.ready ## format and sort imports
	@$(VENV)/bin/ruff check --fix-only .
	@$(VENV)/bin/ruff format .

lock: $(VENV)/.ready ## make the hashed requirements anew from pyproject.toml
	@$(VENV)/bin/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	@$(VENV)/bin/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove what was built
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
