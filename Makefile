# Two commands are all there is to know: `make serve` and `make test`. Each sets up what it needs.
PYTHON ?= python3
PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: serve test build bench clean

serve:
	@$(PYTHON) -m consent.tools.prepare
	@.venv/bin/python -m consent serve --port $(PORT)

test:
	@$(PYTHON) -m consent.tools.prepare --test
	@.venv/bin/python -m pytest

build:
	@$(PYTHON) -m consent.tools.prepare
	@.venv/bin/python -m consent build

bench:
	@$(PYTHON) -m consent.tools.prepare --test
	@.venv/bin/python -m benchmarks

clean:
	rm -rf .venv node_modules dist .cache
