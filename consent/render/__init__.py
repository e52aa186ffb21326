"""State and messages to escaped HTML; pure, and the same code at build time and in the browser."""
