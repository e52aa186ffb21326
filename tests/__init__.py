# Seconds for whatever is waited for, on the slowest machine: only a failing test takes them.
PATIENCE = 60
