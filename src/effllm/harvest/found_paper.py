"""A paper that a listing names: what is known of it, cleaned, and put together where several name it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from effllm.bibliography.reference import Reference
from effllm.ids import is_id
from effllm.lookup.line_index import LineIndex
from effllm.markup import plain
from effllm.records.paper import ID_FIELDS, itself
from effllm.store.characters import without_invisible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


LONGEST_TITLE, LONGEST_NAME, MOST_AUTHORS, LONGEST_ABSTRACT = 400, 120, 3_000, 20_000
"""More than any paper has, in characters and names."""


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A paper that a listing names.

    Attributes:
        reference: what is said of it; its abstract helps to judge it and goes no further.
        cites: keys of the records here that it cites.
        cites_from: where that was read.
        lists: where public lists name it.
        said: reasons that its file gives, if it is one of candidates.
    """

    reference: Reference
    cites: tuple[str, ...] = ()
    cites_from: str = ""
    lists: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its title."""
        return self.reference.title

    @property
    def ids(self) -> Mapping[str, str]:
        """Its identifiers by kind."""
        return self.reference.ids

    @property
    def url(self) -> str | None:
        """Its address."""
        return self.reference.url

    def to_values(self) -> dict[str, Any]:
        """Return plain values for JSON; those that say nothing are left out."""
        values = asdict(self)
        values["reference"] = {name: value for name, value in values["reference"].items() if value}
        return {name: value for name, value in values.items() if value}

    @classmethod
    def of_values(cls, values: dict[str, Any]) -> FoundPaper:
        """Return what `to_values` wrote."""
        reference: Any = _tuples(values["reference"])
        rest: Any = _tuples({name: value for name, value in values.items() if name != "reference"})
        return cls(Reference(**reference), **rest)


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def cleaned(found: FoundPaper) -> FoundPaper | None:
    """Return a paper with texts as records have them; None for what can be no paper, by what a service says of it."""
    reference = found.reference
    title = _plain(reference.title)
    authors = tuple(filter(None, map(_plain, reference.authors)))
    ids: dict[str, Any] = {
        kind: value if (value := getattr(reference, kind)) and is_id(kind, value) else None for kind in ID_FIELDS
    }
    if not title or len(title) > LONGEST_TITLE or not (any(ids.values()) or reference.url):
        return None
    if len(authors) > MOST_AUTHORS or any(len(name) > LONGEST_NAME for name in authors):
        return None
    abstract = reference.abstract[:LONGEST_ABSTRACT]
    return replace(found, reference=replace(reference, title=title, authors=authors, abstract=abstract, **ids))


def _plain(written: str) -> str:
    return " ".join(without_invisible(plain(written)).split())


def put_together(found: Iterable[FoundPaper]) -> list[FoundPaper]:
    """Return each paper once, in the order in which they came; what the first says of it counts."""
    index: LineIndex[_Several] = LineIndex()
    papers: list[_Several] = []
    for one in found:
        same = index.find(one)
        if same is None or _differ(same.found.ids, one.ids):
            same = _Several(one)
            papers.append(same)
        else:
            same.found = _both(same.found, one)
        index.add(same)
    return [paper.found for paper in papers]


class _Several:
    """A paper of which more may become known."""

    def __init__(self, found: FoundPaper) -> None:
        self.found = found

    @property
    def title(self) -> str:
        return self.found.title

    @property
    def ids(self) -> Mapping[str, str]:
        return self.found.ids

    @property
    def url(self) -> str | None:
        return self.found.url


def _differ(ids: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Tell whether ids of one kind are two: papers of one title, such as later parts of a series."""
    return any(others.get(kind, value) != value for kind, value in ids.items() if kind in {"arxiv", "openreview"})


def _both(one: FoundPaper, other: FoundPaper) -> FoundPaper:
    first, second = one.reference, other.reference
    ids: dict[str, Any] = {kind: getattr(first, kind) or getattr(second, kind) for kind in ID_FIELDS}
    reference = replace(
        first,
        authors=first.authors or second.authors,
        year=first.year or second.year,
        abstract=first.abstract or second.abstract,
        sources=first.sources or ({} if first.authors else {"authors": second.source} if second.authors else {}),
        **ids,
    )
    return FoundPaper(
        reference,
        tuple(sorted({*one.cites, *other.cites})),
        one.cites_from or other.cites_from,
        tuple(dict.fromkeys((*one.lists, *other.lists))),
        tuple(dict.fromkeys((*one.said, *other.said))),
    )


def place_of(found: FoundPaper) -> str:
    """Return the paper itself as a source, else where it was found."""
    return itself(found.ids, found.url)
