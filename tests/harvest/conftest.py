"""Engines, and small snapshots in the layouts of the services."""

from __future__ import annotations

import gzip
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from effllm.harvest.engines import ENGINES, Spark
from effllm.harvest.snapshot_files import find
from effllm.harvest.snapshot_run import harvest
from effllm.lookup.line_index import LineIndex
from tests.factories import paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from effllm.harvest.engines import Engine

HERE = (
    paper(
        "author2022squeeze", title="SQUEEZE: Weights of Two Bits", authors=("Ada Author",), year=2022, doi="10.5555/S1"
    ),
    paper("builder2023thin", title="Thin Caches", authors=("Ben Builder", "Ada Author"), year=2023, arxiv="2301.00001"),
    paper("coder2023pi", title="PanGu-π: Größer+ in 1,000 Layers", authors=("Cleo Coder",), year=2023),
)


SPARK_CONF = """\
spark.master local[2]
spark.driver.memory 1g
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.sql.shuffle.partitions 1
"""
"""A configuration like that of a cluster, for this machine: little memory, compiled quickly, tables of a few lines."""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One session for all tests: starting one takes longer than most of them."""
    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(SPARK_CONF, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        first = Spark(folder / "staged", "1GB", 2)  # those of the tests join its session
        yield first
        first.close()


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    if request.param == "spark":
        request.getfixturevalue("spark")
    return str(request.param)


@pytest.fixture
def make(engine_name: str, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Make engines that are closed afterwards."""
    made: list[Engine] = []

    def make() -> Engine:
        made.append(ENGINES[engine_name](tmp_path / f"staged{len(made)}", "512MB", 2))
        return made[-1]

    yield make
    for one in made:
        one.close()


class Found:
    """What a harvest wrote."""

    def __init__(self, folder: Path) -> None:
        self.candidates, self.edges, self.counts = (
            [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
            for name in ("candidates", "edges", "counts")
        )
        self.report = json.loads((folder / "report.json").read_text(encoding="utf-8"))


@pytest.fixture
def run(make: Callable[[], Engine], tmp_path: Path) -> Callable[..., Found]:
    """Harvest a folder for the papers of `HERE`."""

    def run(folder: Path, least: int = 2, left_out: Any = ()) -> Found:  # noqa: ANN401
        output = tmp_path / "found"
        found = find(folder, "2026-11-01")
        harvest(found, make(), HERE, output, tmp_path, left_out=LineIndex(left_out), least=least, threads=2)
        return Found(output)

    return run


def lines_file(file: Path, values: Sequence[Any]) -> Path:
    """Write a file of lines, texts as they are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = "".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in values)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))
    return file


def work(number: int, cites: Sequence[int] = (), **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a work of OpenAlex; ``people`` are the names of its authors."""
    people = fields.pop("people", ["Emil Early"])
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": None,
        "title": f"Work of Number {number}",
        "publication_year": 2024,
        "authorships": [{"author": {"display_name": name}, "raw_author_name": name} for name in people],
        "locations": [],
        "referenced_works_count": len(cites),
        "referenced_works": [f"https://openalex.org/W{one}" for one in cites],
        **fields,
    }


WORKS = (
    work(1, title="Another Spelling", doi="https://doi.org/10.5555/s1", people=["A. Author"], publication_year=2022),
    work(
        2,
        [1, 50],
        title="Thin caches",
        people=["Ben Builder"],
        locations=[{"landing_page_url": "http://arxiv.org/abs/2301.00001v2"}],
        referenced_works_count=5,
    ),
    work(3, title="PanGu-Pi - Grosser Plus in 1000 Layers", people=["Cleo Coder"], publication_year=2023),
    work(4, [2, 3, 60], title="Thin Caches", people=["Somebody Else"]),
    work(5, [1, 2, 3, 61], title="Cites Three", publication_year=2025, doi="https://doi.org/10.5555/c3"),
    work(6, [1, 3], title="Cites Two", publication_year=None, people=["Dora Doe", "Fay Fable"]),
    work(7, [2], doi="https://doi.org/10.48550/arxiv.2301.00001", title="Thin Caches", people=["B. Builder"]),
    work(8, [70, 71]),
)


@pytest.fixture
def openalex(tmp_path: Path) -> Path:
    """A snapshot of OpenAlex in two parts."""
    folder = tmp_path / "openalex"
    parts = folder / "data" / "works"
    lines_file(parts / "updated_date=2026-10-01" / "part_000.gz", WORKS[:4])
    lines_file(parts / "updated_date=2026-11-01" / "part_000.gz", WORKS[4:])
    return folder
