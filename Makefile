# Needs only Python 3.11 or newer with venv, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: demo demo-google test lint types lock messages archive bench clean

demo: $(STAMP)
	@$(BIN)/okr-sync demo demo

# The same on Google Sheets: against a server of our own that speaks its wire format, with people who edit meanwhile.
demo-google: $(STAMP)
	@$(BIN)/python -m tests.demo_google demo-google

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 -q
	$(BIN)/lint-imports

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.stages
	$(BIN)/python -m tests.benchmarks.patch

# Everything is installed from the lock by hash; only our own package comes from this folder.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "okr-sync needs Python 3.11 or newer: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q jobs sync sheets_templates
	touch $@

# New templates of messages go into the Vietnamese catalogue, to be translated there, and it is compiled.
messages: $(STAMP)
	$(BIN)/python -m sync.messages.building

# A new archive's tables, after a change of sync/archive/schema.py (and a migration beside it); and what writes its
# rows, after a change of sync/model.
archive: $(STAMP)
	$(BIN)/python -m sync.archive.building

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) demo demo-google
