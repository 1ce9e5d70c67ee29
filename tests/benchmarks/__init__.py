"""Figures the README and the CHANGELOG state, measured anew by ``make bench``.

Each `bench_<room>` module has a `main()` that prints a small table. Speed is a ratio of two
things timed in turn within one run, never a bare time: machines differ and drift.
"""
