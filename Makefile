# Everything sets itself up: a virtual environment in .venv, what Python needs, and for the tests the mail
# servers where apt and root are at hand. `make demo` and `make test` are all a newcomer needs.

PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash

.PHONY: demo test lint format picture bench score servers clean

demo: .venv/demo
	$(BIN)/relance demo $(if $(KEEP),--keep $(KEEP))

test: .venv/test servers lint
	$(BIN)/python -m pytest

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/test
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

# The picture of the demo in the README: the same timeline, drawn by rich.
picture: .venv/demo
	cd "$$(mktemp -d)" && $(CURDIR)/$(BIN)/relance demo --keep relance-demo --picture $(CURDIR)/docs/demo.svg

bench: .venv/test
	$(BIN)/python -m tests.bench

# The reader's figures on the labelled replies, with the confusions mail by mail.
score: .venv/test
	$(BIN)/python -m tests.score -v
	$(BIN)/python -m tests.score_owner

# Dovecot and Postfix from Debian; without apt or root the tests that need them say what is missing.
servers:
	@./.ci/servers

.venv/bin/python:
	@./.ci/venv $(PYTHON)

.venv/demo: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[demo]"
	@touch $@

.venv/test: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	@touch $@ .venv/demo

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
