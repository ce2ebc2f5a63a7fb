"""Builds, times and reports the programs of the benchmark. Standard library only."""
