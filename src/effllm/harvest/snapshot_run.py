"""What a snapshot of the literature says of the papers here: candidates, citations, counts."""

from __future__ import annotations

import json
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import unquote, urlparse

from effllm.harvest import rough_title
from effllm.harvest.our_works import Matches, known, newest
from effllm.harvest.snapshot_files import mended
from effllm.harvest.strong_candidates import candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from effllm.harvest.engines import Engine
    from effllm.harvest.snapshot_files import SnapshotFolder
    from effllm.lookup.line_index import LineIndex
    from effllm.records import LeftOut, Paper

OUTPUTS = ("candidates.jsonl", "edges.jsonl", "counts.jsonl", "report.json")
"""The files that a harvest writes."""

LEAST_CITED = 6
"""How many records a work has to cite to be a candidate."""

_FIELDS = {
    "openalex": (
        (
            *("id", "doi", "title", "display_name", "publication_year", "authorships", "locations"),
            *("referenced_works", "referenced_works_count"),
        ),
        ("raw_author_name", "author.display_name"),
    ),
    "semantic-scholar": (("corpusid", "externalids", "title", "authors", "year", "referencecount"), ("name",)),
}
_PAIR_FIELDS = ("citingcorpusid", "citedcorpusid")


def queries() -> dict[str, str]:
    """Return the queries of the one file of SQL by name."""
    text = resources.files(__package__).joinpath("snapshot.sql").read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in text.split("-- name: ")[1:])
    return {name.strip(): query.strip() for name, _, query in parts}


def harvest(  # noqa: PLR0913 - each by name
    snapshot: SnapshotFolder,
    engine: Engine,
    papers: Sequence[Paper],
    output: Path,
    work_folder: Path,
    *,
    left_out: LineIndex[LeftOut],
    least: int = LEAST_CITED,
    threads: int = 1,
    doing: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Write candidates, edges, counts and a report; return the report.

    Args:
        snapshot: the files.
        engine: what runs the SQL.
        papers: the papers here.
        output: the folder for the files of `OUTPUTS`; each is there whole or not at all.
        work_folder: a folder for what is in between.
        left_out: papers that are no candidates.
        least: how many papers a candidate cites.
        threads: how many files are looked through at the same time.
        doing: is told what comes next.
    """
    run = _Run(snapshot, engine, queries())
    doing("looking whether every file is whole")
    report = run.read(work_folder, threads)
    doing("looking for our papers")
    matches = run.match(papers)
    doing("following citations")
    run.follow(least)
    doing("writing")
    output.mkdir(parents=True, exist_ok=True)
    with _written(output / "edges.jsonl") as out:
        edges = run.write_edges(out)
    with _written(output / "counts.jsonl") as out:
        run.write_counts(out, matches)
    found = candidates(
        newest(engine.rows(run.queries["candidates"])),
        engine.rows(run.queries["cited_by_strong"]),
        snapshot,
        left_out,
    )
    with _written(output / "candidates.jsonl") as out:
        out.writelines(f"{one.model_dump_json(exclude_defaults=True)}\n" for one in found)
    report |= {
        "papers": {"here": len(papers), "found": len(matches.works_of), "works": dict(sorted(matches.by.items()))},
        "doubtful": [{"work": work, "why": why} for work, why in matches.doubtful],
        "least_cited": least,
        "edges": edges,
        "candidates": len(found),
    }
    with _written(output / "report.json") as out:
        json.dump(report, out, indent=2, ensure_ascii=False)
        out.write("\n")
    return report


class _Run:
    """One snapshot on one engine."""

    def __init__(self, snapshot: SnapshotFolder, engine: Engine, texts: dict[str, str]) -> None:
        self.snapshot, self.engine, self.queries = snapshot, engine, texts
        self._form = snapshot.service.replace("-", "_")

    def read(self, folder: Path, threads: int) -> dict[str, Any]:
        """Stage the works (and pairs of them), and return what was read and what could not be."""
        fields, names = _FIELDS[self.snapshot.service]
        works, damage = mended(self.snapshot.works, folder / "mended" / "works", threads=threads)
        self.engine.lines("lines", works, fields, names)
        self.engine.stage("works", self.queries[f"works_{self._form}"])
        tables = ["works"]
        if self.snapshot.citations:
            pairs, more = mended(self.snapshot.citations, folder / "mended" / "citations", threads=threads)
            damage += more
            self.engine.lines("citation_lines", pairs, _PAIR_FIELDS, ())
            self.engine.stage("pairs", self.queries[f"pairs_{self._form}"])
            tables.append("pairs")
        else:
            self.engine.view("pairs", self.queries[f"pairs_{self._form}"])
        real = {str(one.instead): self._name(one.file) for one in damage}
        files = []
        for table in tables:
            for file, lines, bad, example in self.engine.rows(self.queries["read"].replace("{table}", table)):
                path = unquote(urlparse(file).path) if "://" in file or file.startswith("file:") else file
                found = {"file": real.get(path) or self._name(Path(path)), "lines": lines}
                files.append(found | ({"bad": bad, "example": example} if bad else {}))
        return {
            "service": self.snapshot.service,
            "date": self.snapshot.date,
            "files": len(files),
            "lines": sum(one["lines"] for one in files),
            "bad_lines": sum(one.get("bad", 0) for one in files),
            "with_bad_lines": sorted((one for one in files if "bad" in one), key=lambda one: one["file"]),
            "damaged": [{"file": self._name(one.file), "problem": one.problem} for one in damage],
        }

    def _name(self, file: Path) -> str:
        return file.relative_to(self.snapshot.root).as_posix() if file.is_relative_to(self.snapshot.root) else str(file)

    def match(self, papers: Sequence[Paper]) -> Matches:
        """Return which works are papers here."""
        self.engine.give("known", sorted(set(known(papers))))
        query = self.queries["matched"].replace("{title_key}", rough_title.sql("title"))
        matches = Matches(papers, newest(self.engine.rows(query)))
        self.engine.give("ours", sorted(matches.paper_of.items()))
        return matches

    def follow(self, least: int) -> None:
        """Stage the citations of our papers, and what cites several of them."""
        self.engine.stage("edges", self.queries["edges"])
        self.engine.stage("years", self.queries["years"])
        self.engine.stage("strong", self.queries["strong"].replace("{least}", str(least)))

    def write_edges(self, out: TextIO) -> int:
        """Write a line for each citation; return how many there are."""
        number = 0
        for citing, cited, work in self.engine.rows(self.queries["citations"]):
            _line(out, {"citing": citing, "cited": cited, "source": self.snapshot.source(work)})
            number += 1
        return number

    def write_counts(self, out: TextIO, matches: Matches) -> None:
        """Write a line for each paper here that was found: how often it is cited, and how much of its list is known."""
        years: dict[str, dict[str, int]] = {}
        for key, year, number in self.engine.rows(self.queries["counts"]):
            years.setdefault(key, {})[str(year) if year else "unknown"] = number
        listed = dict(self.engine.rows(self.queries["listed"]))
        for key, works in sorted(matches.works_of.items()):
            best = max(works, key=lambda work: (listed.get(work.work, 0), work.work))
            references = {
                "source": self.snapshot.source(best.work),
                "listed": listed.get(best.work, 0),
                "stated": best.stated,
                "full": bool(best.stated) and listed.get(best.work, 0) == best.stated,
            }
            _line(
                out,
                {
                    "paper": key,
                    "works": [work.work for work in works],
                    "cited": sum(years.get(key, {}).values()),
                    "by_year": years.get(key, {}),
                    "date": self.snapshot.date,
                    "references": references,
                },
            )


def _line(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


@contextmanager
def _written(target: Path) -> Iterator[TextIO]:
    """Yield a file that takes the target's place once it is whole."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            yield out
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
