"""Measuring speed, memory and growth: ``python -m benchmarks``; the figures stand in ``docs/reference/speed.md``.

Seconds differ from machine to machine and from minute to minute, so wherever possible a figure is set beside a peer's
that was taken in the same run. Nothing here is a test: tests count work, they do not time it.
"""
