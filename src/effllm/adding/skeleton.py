"""A record to be filled in by hand, for when nobody answers or the answer is not enough."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from effllm.ids import anthology_year, arxiv_year
from effllm.store import layout
from effllm.store.writer import scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.bibliography.reference import Reference


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


def path_to_fill(reference: Reference) -> str:
    """Return the path of such a record, with words for what is not known."""
    year = str(first_year(reference) or reference.year or "<year>")
    return f"papers/{year}/<family name>{year}<word>.yml"
