# Two commands are all there is to know: `make serve` and `make test`. Each sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: serve test test-chromium test-firefox table lint ruff mypy eslint tsc mutate soak fuzz build package bench picture screenshots locks clean prepared

serve:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent serve --port $(PORT)

# Everything with Chromium, then a sample of what meets a browser with Firefox; WebKit's journeys. What is not installed is named at the end.
test: prepared
	@.venv/bin/python -m tests

# One engine alone, with every case.
test-chromium: prepared
	@.venv/bin/python -m tests chromium

test-firefox: prepared
	@.venv/bin/python -m tests firefox

# docs/conditions.md, from what the last runs of all engines have told.
table: prepared
	@.venv/bin/python -m tests.browser.table

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

# Thousands of clicks, decisions, swapped pages and opened settings; fails where memory, nodes or listeners grow. Takes some minutes.
soak: prepared
	@.venv/bin/python -m tests.browser.soak

# What the gate holds against the browser's own jar: 100,000 writes at random. Takes some minutes.
fuzz: prepared
	@.venv/bin/python -m tests.fuzz

build:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent build

# The wheel, in .cache/package: with it `smartee-consent` builds any site without Node.
package:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m pip wheel --quiet --no-deps --no-index --no-build-isolation --wheel-dir .cache/package .

bench: prepared
	@.venv/bin/python -m benchmarks

# The README's picture of the prompt, and those of docs/theming.md.
picture: prepared
	@.venv/bin/python -m tests.browser.picture

# Every view, theme, direction and size, to be looked at: .cache/screenshots; some of them into docs/.
screenshots: prepared
	@.venv/bin/python -m tests.browser.screenshots

# The lock files anew, after a change of pyproject.toml; takes uv, and keeps every version that still fits.
LOCK = uv pip compile --quiet --universal --generate-hashes --no-annotate --no-emit-index-url --python-version 3.11 \
	--custom-compile-command "make locks"
locks:
	@$(LOCK) pyproject.toml --group set-up --extra demo --extra audit --output-file requirements.txt
	@$(LOCK) pyproject.toml --group set-up --all-extras --output-file requirements-test.txt
	@$(LOCK) --group node --output-file requirements-node.txt

prepared:
	@$(PYTHON) -m consent.build.prepare --test

clean:
	rm -rf .venv node_modules tests/next/node_modules dist .cache consent/assets
