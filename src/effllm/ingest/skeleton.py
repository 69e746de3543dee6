"""A record to be filled in by hand, for when nobody answers or the answer is not enough."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from effllm.ids import anthology_year, arxiv_year
from effllm.records import Paper
from effllm.rules import keys
from effllm.store import layout
from effllm.store.writer import scalar
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from effllm.bibliography.reference import Reference

_LONGEST_WORD = 20


def skeleton(reference: Reference, categories: Sequence[str]) -> str:
    """Return the YAML of a record with what is known of a paper, its ids at least; the rest is empty.

    ``effllm validate`` names every line that is still empty.
    """
    year = reference.year or first_year(reference)
    ids = reference.ids.items() or ([("url", reference.url)] if reference.url else [])
    lines = [
        f"# yaml-language-server: $schema={layout.schema_of(layout.paper_path('key0000'), layout.PAPER)}",
        f"title: {scalar(reference.title)}",
        _list("authors", reference.authors),
        f"year: {year}" if year else "year:",
        f"venue: {scalar('arXiv' if reference.arxiv else '')}",
        *(f"{kind}: {scalar(value)}" for kind, value in ids),
        _list("categories", categories),
        f"added: {datetime.now(tz=UTC).date()}",
    ]
    return "\n".join([*lines, ""])


def _list(name: str, items: Iterable[str]) -> str:
    return f"{name}: [{', '.join(scalar(item, flow=True) for item in items)}]"


def first_year(reference: Reference) -> int:
    """Return the year that the ids of a paper tell; 0 where they tell none."""
    if reference.arxiv:
        return arxiv_year(reference.arxiv)
    return anthology_year(reference.acl) if reference.acl else 0


def path_to_fill(reference: Reference, taken: Collection[str]) -> str:
    """Return the path of such a record, under the right key as far as it can be told.

    What is not known is ``unknown``, this year, and the letters and digits of the id: once the record is filled in,
    ``effllm validate`` names the right path.
    """
    year = first_year(reference) or reference.year or datetime.now(tz=UTC).year
    identifier = next(reversed(list(reference.ids.values())), None) or reference.url or ""
    paper = Paper(
        key="",
        title=reference.title or title_key(identifier).replace(" ", "")[-_LONGEST_WORD:],
        authors=reference.authors,
        year=year,
        venue="",
        arxiv=reference.arxiv,
        categories=(),
        added="",
    )
    return layout.paper_path(keys.propose(paper, taken) or f"unknown{year}paper")
