"""Measurements: each prints floor, ours and their ratio from the same run. `python -m benchmarks` runs all."""
