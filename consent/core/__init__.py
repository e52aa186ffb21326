"""The product's rules: pure, one noun a module; no browser, no clock, no I/O; runs alike on CPython and MicroPython."""
