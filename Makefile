# Two commands are all there is to know: `make serve` and `make test`. Each sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
# What visitors do.
PROFILED = $(addprefix tests/browser/test_,$(addsuffix .py,journeys doctor own_sites policy_page logo api choice)) \
	tests/browser/test_ledger.py::test_each_decision_is_told_once_as_what_it_was
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: serve test test-chromium test-firefox conditions table barriers lint ruff mypy eslint tsc mutate soak profile fuzz ledger audit peers audit-size build package bench picture screenshots locks clean prepared

serve:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent serve --port $(PORT)

# Every test with Chromium, of those with many cases a few; a sample with Firefox; WebKit's journeys. What is not installed is named at the end.
test: prepared
	@.venv/bin/python -m tests

# One engine alone, with every case.
test-chromium: prepared
	@.venv/bin/python -m tests chromium

test-firefox: prepared
	@.venv/bin/python -m tests firefox

# Only what stands for a line of the two tables, with both engines.
conditions: prepared
	@.venv/bin/python -m tests conditions

# docs/conditions.md and docs/rules.md, from what the last runs of all engines have told.
table: prepared
	@.venv/bin/python -m tests.browser.table

# Views in every language, theme, size of window and text, as two engines see them that look for barriers. Takes some minutes.
barriers: prepared
	@.venv/bin/python -m tests.browser.barriers

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

# Which functions of MicroPython's run in a visitor's browser, and what they read: static/snapshot/ran.json, by the tests. Takes some minutes.
profile: prepared
	@.venv/bin/python -m pytest -q -p tests.browser.profile $(PROFILED)

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

# What the ledger stands: 50 kills while it is written, a bit of every octet turned over, in SQLite and PostgreSQL; then a
# million records in each, into benchmarks/results/ledger.md. Takes half an hour.
ledger: prepared
	@.venv/bin/python -m tests.ledger
	@.venv/bin/python -m benchmarks.ledger

# A live site held against its declaration: `make audit URL=https://example.com/`, and ARGS="--crawl 50" for more.
audit:
	@$(PYTHON) -m consent.build.prepare --test
	@.venv/bin/python -m consent audit $(ARGS) $(URL)

# The audit's journeys on the pages of other banners, which npm brings. Takes some minutes.
peers: prepared
	@.venv/bin/python -m tests.audit.peers

# How long an audit of 100 pages takes, and how much memory. Takes some minutes.
audit-size: prepared
	@.venv/bin/python -m tests.audit.size

# PLAIN=1 starts Python from its beginning, where the build does not know a new MicroPython or PyScript: larger and slower.
build:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent build $(if $(PLAIN),--plain-start)

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
	@$(LOCK) pyproject.toml --group set-up --extra demo --extra audit --extra ledger --output-file requirements.txt
	@$(LOCK) pyproject.toml --group set-up --all-extras --output-file requirements-test.txt
	@$(LOCK) --group node --output-file requirements-node.txt

prepared:
	@$(PYTHON) -m consent.build.prepare --test

clean:
	rm -rf .venv node_modules tests/next/node_modules dist .cache consent/assets
