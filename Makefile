# Thin: each target is one or two commands that also work when typed by hand (see README.md).
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PY := $(BIN)/python
BROWSER := $(wildcard tests/test_browser*.py)

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

lab: .venv/lab ## open the lessons in JupyterLab
	$(PY) -m alliancelab lab $(ARGS)

test: quick ## run every check
	$(PY) -m pytest -n 2 --dist loadscope $(BROWSER)

quick: .venv/test ## run every check that needs no browser, in five minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(PY) -m pytest --nbval-lax --nbval-current-env --nbval-cell-timeout 120 -n 2 --dist loadfile notebooks
	$(PY) -m pytest --nbval --nbval-current-env --nbval-cell-timeout 120 -n 2 --dist loadfile lessons
	$(PY) -m pytest --doctest-modules -n 2 --dist loadscope $(BROWSER:%=--ignore=%) tests helpers

bench: .venv/bench ## print the table of speeds and sizes
	$(PY) tests/bench.py

matrix: ## run the keys on every Python found, with pinned, oldest and newest libraries
	$(PYTHON) tests/matrix.py $(ARGS)

switched-off: .venv/test ## switch each rule of the house off: a test must turn red
	$(PY) tests/switched_off.py

mutants: .venv/test ## plant faults at random and print what caught each (ARGS="--seed 8 --each 16")
	$(PY) tests/mutants.py $(ARGS)

keys: .venv/lab ## make the answer keys again
	$(PY) -m alliancelab keys

site: .venv/lab ## export lessons and keys as pages in site/
	$(PY) -m alliancelab site

# One environment, three marks: what the lessons need, what the tests add, what the benchmark adds.
# Python compiles what it imports by itself; compiling every module of every library takes 100 MB and ten seconds more.
.venv/lab: pyproject.toml .binder/pins.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Alliance Lab needs Python 3.11 or newer; this is ' + sys.version.split()[0])"
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install -q --no-compile --disable-pip-version-check -c .binder/pins.txt -e .
	$(PY) -m pip uninstall -q -y rfc3987-syntax  # optional; costs every first figure a second (CONTRIBUTING.md, decision 6)
	touch $@

.venv/test: .venv/lab
	$(PY) -m pip install -q --no-compile --disable-pip-version-check -c .binder/pins.txt -e '.[test]'
	$(PY) -m pip uninstall -q -y rfc3987-syntax  # optional; costs every first figure a second (CONTRIBUTING.md, decision 6)
	touch $@

.venv/bench: .venv/test
	$(PY) -m pip install -q --no-compile --disable-pip-version-check -c .binder/pins.txt -e '.[test,bench]'
	$(PY) -m pip uninstall -q -y rfc3987-syntax  # optional; costs every first figure a second (CONTRIBUTING.md, decision 6)
	touch $@

.PHONY: help lab test quick bench matrix switched-off mutants keys site
