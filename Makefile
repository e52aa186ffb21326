# Two commands are all there is to know: `make serve` and `make test`. Each sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: serve test test-firefox lint ruff mypy eslint tsc mutate build bench picture locks clean prepared

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

build:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent build

bench: prepared
	@.venv/bin/python -m benchmarks

# The README's picture of the prompt.
picture: prepared
	@.venv/bin/python -m tests.browser.picture

# The lock files anew, after a change of pyproject.toml; takes uv, and keeps every version that still fits.
LOCK = uv pip compile --quiet --universal --generate-hashes --no-annotate --no-emit-index-url --python-version 3.11 \
	--custom-compile-command "make locks"
locks:
	@$(LOCK) pyproject.toml --group set-up --output-file requirements.txt
	@$(LOCK) pyproject.toml --group set-up --extra test --output-file requirements-test.txt
	@$(LOCK) --group node --output-file requirements-node.txt

prepared:
	@$(PYTHON) -m consent.build.prepare --test

clean:
	rm -rf .venv node_modules dist .cache
