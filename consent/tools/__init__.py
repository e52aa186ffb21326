"""What runs on CPython only and never reaches a browser: build, serve, set-up."""
