"""Spoiled records: ten thousand random changes of the invented ones, each read, checked, told and repaired."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.fuzz import break_records

MUTATIONS = 10_000


def main() -> None:
    """Print what became of them; an exception, a lost fact or a changed file ends the run."""
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        counts = break_records(Path(folder), MUTATIONS)
    seconds = time.process_time() - start
    print(
        f"{MUTATIONS:,} spoiled records: {counts['problems']:,} with problems, {counts['right']:,} right nevertheless, "
        f"{counts['repaired']:,} that --fix would mend in part; no exception, no file changed ({seconds:.0f} s)"
    )
