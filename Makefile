# Two commands are all there is to know: `make serve` and `make test`. Each sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: serve test test-firefox build bench clean

serve:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent serve --port $(PORT)

test:
	@$(PYTHON) -m consent.build.prepare --test
	@.venv/bin/python -m pytest

# The same journeys in the system's Firefox.
test-firefox:
	@$(PYTHON) -m consent.build.prepare --test
	@ENGINE=firefox .venv/bin/python -m pytest tests/browser

build:
	@$(PYTHON) -m consent.build.prepare
	@.venv/bin/python -m consent build

bench:
	@$(PYTHON) -m consent.build.prepare --test
	@.venv/bin/python -m benchmarks

clean:
	rm -rf .venv node_modules dist .cache
