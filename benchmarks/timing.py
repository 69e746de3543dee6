"""Timing by the processor's clock, several runs, the median to quote."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def cpu_ms(work: Callable[[], object], runs: int = 7) -> tuple[float, float]:
    """Return median and spread (max - min) of the CPU time of ``work`` in milliseconds, after one run to warm up."""
    work()
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), max(times) - min(times)


def row(label: str, count: int, measured: tuple[float, float]) -> str:
    """Return a line of a table: label, number of records, milliseconds, microseconds a record."""
    median, spread = measured
    return f"{label:<52} {count:>7,} {median:>10.1f} ms  ±{spread:>7.1f} {median / count * 1000:>9.1f} µs/record"
