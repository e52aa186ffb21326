"""Modules that the build writes into the browser's pack, and nowhere else; the stubs here say what is in them."""
