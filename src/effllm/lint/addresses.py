"""The ids inside addresses and texts, those included that have not the form of an id."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from effllm import ids
from effllm.lint.paper_list import Id, Odd
from effllm.rules.malformed_ids import arxiv_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from effllm.lint.paper_list import Link

_SHORT_DOI = re.compile(r"10?/?[a-z0-9]{3,8}", re.IGNORECASE)  # doi.org/bfd3, or 10/bfd3
_SOMETHING_LIKE_IT = re.compile(r"\d{3,6}\.?\d*")  # not arxiv.org/abs/list


def read(links: Iterable[Link], texts: Iterable[tuple[str, int]]) -> tuple[tuple[Id, ...], tuple[Odd, ...]]:
    """Return the ids in links and in texts (each with its offset), and what only looks like one; each once."""
    found: dict[tuple[str, str, str], Id] = {}
    odd: dict[str, Odd] = {}
    for item in [*_of_links(links), *_of_texts(texts)]:
        if isinstance(item, Odd):
            odd.setdefault(item.message, item)
        else:
            found.setdefault((item.kind, item.value, item.version), item)
    return tuple(found.values()), tuple(odd.values())


def _of_links(links: Iterable[Link]) -> Iterator[Id | Odd]:
    """Yield the first id of each address: it may hold another one in its query."""
    for link in links:
        if one := next(ids.in_addresses(unquote(link.target)), None):
            yield from _judged(one, link.at)


def _of_texts(texts: Iterable[tuple[str, int]]) -> Iterator[Id | Odd]:
    for text, at in texts:
        for one in ids.in_text(text):
            yield from _judged(one, at + one.start)


def _judged(one: ids.Found, at: int) -> Iterator[Id | Odd]:
    """Yield what stands in the place of an id as one, or say what is odd about it."""
    if one.kind == "arxiv" and (slip := arxiv_digits(one.value, today())):
        yield Odd(at, *slip)
    elif ids.is_id(one.kind, one.value) and not one.rest:
        yield Id(one.kind, one.value, at, one.version)
    elif said := _ODD[one.kind](one.value + one.rest):
        yield Odd(at, *said)


def _odd_arxiv(written: str) -> tuple[str, str] | None:
    if written and not _SOMETHING_LIKE_IT.match(written):
        return None
    said = f'"{written}" is no arXiv id' if written else "an address of arXiv without an id"
    return said, "an arXiv id looks like 2312.03863; copy it from the address of its page"


def _odd_doi(written: str) -> tuple[str, str] | None:
    known = _SHORT_DOI.fullmatch(written)
    return None if known else (f'"{written}" is no DOI', "a DOI looks like 10.1145/3620665.3640411")


def _odd_openreview(written: str) -> tuple[str, str]:
    said = f'"{written}" is no OpenReview id' if written else "an address of OpenReview without an id"
    return said, "copy the part after id= from the address of its page"


def _other_page(_: str) -> None:
    """Say nothing: the Anthology has pages of authors and events beside those of papers."""


_ODD = {"arxiv": _odd_arxiv, "doi": _odd_doi, "openreview": _odd_openreview, "acl": _other_page}


def today() -> date:
    """Return the day on which an arXiv id of next month is one of the future."""
    return datetime.now(tz=UTC).date()
