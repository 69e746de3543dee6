"""Both engines write the same files, byte for byte, of a snapshot with everything in it that goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.made_up_snapshot import write

from effllm.harvest.engines import ENGINES
from effllm.harvest.snapshot_files import find
from effllm.harvest.snapshot_run import OUTPUTS, harvest
from effllm.lookup.line_index import LineIndex
from tests.harvest.conftest import HERE, WORKS, lines_file
from tests.harvest.test_snapshot_run import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_both_engines_write_the_same_files(tmp_path: Path) -> None:
    write(tmp_path / "made", HERE, 3_000)
    works = tmp_path / "made" / "data" / "works"
    lines_file(works / "updated_date=2026-11-01" / "part_100.gz", [*WORKS, *HOSTILE])
    cut = lines_file(works / "updated_date=2026-11-01" / "part_101.gz", WORKS)
    cut.write_bytes(cut.read_bytes()[:-50])
    for name, engine in ENGINES.items():
        running = engine(tmp_path / f"{name}-staged", "512MB", 2)
        found = find(tmp_path / "made")
        harvest(found, running, HERE, tmp_path / name, tmp_path / f"{name}-between", left_out=LineIndex([]), least=2)
        running.close()
    for file in OUTPUTS:
        one, other = ((tmp_path / name / file).read_text("utf-8") for name in ENGINES)
        assert one == other
        assert one.count("\n") > len(HERE) or file == "counts.jsonl"
