# make run opens the window, make test runs the tests. Both set up .venv first where it is missing or out of date.
PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) scripts/setup.py
ARGS ?=

.PHONY: run test test-long lint screenshots film bench reliability setup clean

run:
	@$(SETUP) --window
	@$(BIN)/inknet $(ARGS)

# Qt draws into memory here, so that no test needs a screen.
test test-long screenshots reliability: export QT_QPA_PLATFORM := offscreen

test: setup
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist worksteal $(ARGS)

# Minutes of work: what runs by hand before a release.
test-long: setup
	@$(BIN)/python -m pytest -q -m long $(ARGS)

# The figures of docs/reliability.md, measured again; with ARGS="-m long" the long ones too.
reliability: setup
	@INKNET_RECORD=1 $(BIN)/python -m pytest -q $(ARGS) $$(grep -rlw --include='test_*.py' 'record(' tests)
	@$(BIN)/python scripts/reliability.py

lint: setup
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy

# The pictures of docs/images, and those of the articles in build/pictures.
screenshots: setup
	@$(BIN)/python scripts/screenshots.py
	@$(BIN)/python scripts/pictures.py

# The editor in use, by mouse and keys, as numbered pictures in build/film; needs xvfb-run and xdotool.
film: setup
	@xvfb-run -a -s "-screen 0 1600x1000x24" $(BIN)/python scripts/film.py $(ARGS)

# Files that begin with an underscore are parts of the others.
bench: setup
	@set -e; for file in $(filter-out benchmarks/_%,$(wildcard benchmarks/*.py)); do echo "$$file"; $(BIN)/python $$file; done

setup:
	@$(SETUP)

# Leaves .venv, which takes a network to make again.
clean:
	@rm -rf build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find core plugins desktop tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
