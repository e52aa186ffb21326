# Two commands are all there is to know: `make serve` and `make test`. Each sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: serve test test-firefox fuzz lint ruff mypy eslint tsc mutate build bench picture clean prepared

serve:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent serve --port $(PORT)

# A browser for each core, up to four.
test: prepared
	@.venv/bin/python -m pytest --numprocesses auto --maxprocesses 4

# The same journeys in the system's Firefox.
test-firefox: prepared
	@ENGINE=firefox .venv/bin/python -m pytest tests/browser

# How the code is written, and whether its types hold: all of `make test` that asks for no browser and no build.
lint: ruff mypy eslint tsc

ruff: prepared
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check

mypy: prepared
	@.venv/bin/mypy

eslint: prepared
	@node_modules/.bin/eslint .

tsc: prepared
	@node_modules/.bin/tsc

# Which small changes of the pure core and of the tag's scripts no test would notice; fails where they are too many. Takes some minutes.
mutate: prepared
	@.venv/bin/python -m tests.mutation
	@.venv/bin/python -m tests.mutation.scripts

# What the gate holds against the browser's own jar: 100,000 writes at random. Takes some minutes.
fuzz: prepared
	@.venv/bin/python -m tests.fuzz

build:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent build

bench: prepared
	@.venv/bin/python -m benchmarks

# The README's picture of the prompt.
picture: prepared
	@.venv/bin/python -m tests.browser.picture

prepared:
	@$(PYTHON) -m consent.build.prepare --test

clean:
	rm -rf .venv node_modules dist .cache
