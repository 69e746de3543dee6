"""Works that cite several papers here -> candidates, each paper once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.lookup.paper_index import PaperIndex
from effllm.records import Paper
from effllm.records.candidate import Candidate
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.bibliography.reference import Reference
    from effllm.harvest.our_works import Work
    from effllm.harvest.snapshot_files import SnapshotFolder
    from effllm.lookup.line_index import LineIndex
    from effllm.records import LeftOut


def candidates(
    works: Iterable[Work],
    cited: Iterable[tuple[str, str]],
    snapshot: SnapshotFolder,
    left_out: LineIndex[LeftOut],
) -> list[Candidate]:
    """Return candidates, those that cite most papers here first; of a paper with several works one is made.

    Args:
        works: the works.
        cited: pairs of work and the key of a paper that it cites.
        snapshot: where they were read.
        left_out: papers that somebody looked at already.
    """
    keys: dict[str, set[str]] = {}
    for citing, key in cited:
        keys.setdefault(citing, set()).add(key)
    index = PaperIndex()
    found: dict[str, tuple[Work, set[str]]] = {}
    for work in works:
        reference = work.reference
        if not reference.title or left_out.find(reference):
            continue
        same = index.same(reference)
        if same:
            found[same[0].key][1].update(keys.get(work.work, ()))
            continue
        index.add(_as_paper(work.work, reference))
        found[work.work] = (work, set(keys.get(work.work, ())))
    made = (_candidate(work, sorted(cites), snapshot) for work, cites in found.values())
    return sorted(made, key=lambda one: (-len(one.cites), one.title, str(one.cites_from)))


def _as_paper(key: str, reference: Reference) -> Paper:
    """Return a work as the index of papers takes it."""
    return Paper(
        key=key,
        title=reference.title,
        authors=reference.authors,
        year=reference.year or 0,
        venue="",
        arxiv=reference.arxiv,
        doi=reference.doi,
        categories=(),
        added="",
    )


def _candidate(work: Work, cites: list[str], snapshot: SnapshotFolder) -> Candidate:
    source, reference = snapshot.source(work.work), work.reference
    return Candidate(
        title=reference.title,
        title_from=source,
        authors=reference.authors,
        authors_from=source if reference.authors else None,
        year=reference.year,
        arxiv=reference.arxiv,
        doi=reference.doi,
        url=None if reference.ids else _address(work.work),
        cites=tuple(cites),
        cites_from=source,
        because=(f"cites {count(len(cites), 'record')} here",),
    )


def _address(work: str) -> str:
    """Return the page of a work that has no id."""
    return f"https://openalex.org/{work}" if work.startswith("W") else f"https://api.semanticscholar.org/{work}"
