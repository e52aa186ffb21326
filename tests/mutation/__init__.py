"""Mutation testing of the pure core: `python -m tests.mutation`, which `make mutate` runs."""
