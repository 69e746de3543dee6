"""The ids inside addresses and texts, those included that have not the form of an id."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from effllm.lint.document import Id, Odd
from effllm.records.ids import ARXIV_DOI, bare_doi, is_id
from effllm.rules.ids import arxiv_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from effllm.lint.document import Link

_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html|ps|format)/+(?:arxiv:)?([^\s()\[\]<>{}\"'|,;?#\\]*)", re.IGNORECASE)
_ARXIV_TEXT = re.compile(r"(?<![\w/.])arxiv(?:\s+preprint)?(?:\s+arxiv)?:\s*\[?([\w./-]+)", re.IGNORECASE)
_DOI = re.compile(r"(?:dx\.)?doi\.org/([^\s<>{}\"'|\\]*)", re.IGNORECASE)
_DOI_TEXT = re.compile(r"(?<!\w)doi:\s*(10\.\d{4,9}/[^\s<>{}\"'|\\,;]+)", re.IGNORECASE)
_OPENREVIEW = re.compile(r"openreview\.net/(?:forum|pdf)\?(?:[\w=]+&)?id=([\w-]*)")
_ACL = re.compile(r"aclanthology\.org/([A-Za-z0-9._-]+)")
_HUGGING = re.compile(r"huggingface\.co/papers/(\d{4}\.\d{4,5})(?!\d)")
_OLD = re.compile(r"[a-z-]+(?:\.[A-Z]{2})?/\d{7}")
_VERSION = re.compile(r"v\d{1,3}$")
_BIT = re.compile(r"(?:\.pdf|\.full)?/*$", re.IGNORECASE)
_SHORT_DOI = re.compile(r"10?/?[a-z0-9]{3,8}", re.IGNORECASE)
_SOMETHING_LIKE_IT = re.compile(r"\d{3,6}\.?\d*")


def read(links: Iterable[Link], texts: Iterable[tuple[str, int]]) -> tuple[tuple[Id, ...], tuple[Odd, ...]]:
    """Return the ids in links and in texts (each with its offset), and what only looks like one; each once."""
    ids: dict[tuple[str, str, str], Id] = {}
    odd: dict[str, Odd] = {}
    found = [item for link in links for item in in_address(link.target, link.at)]
    found += [item for text, at in texts for item in in_text(text, at)]
    for item in found:
        if isinstance(item, Odd):
            odd.setdefault(item.message, item)
        else:
            ids.setdefault((item.kind, item.value, item.version), item)
    return tuple(ids.values()), tuple(odd.values())


def in_address(address: str, at: int) -> Iterator[Id | Odd]:
    """Yield the ids of papers that an address leads to."""
    address = unquote(address)
    if match := _ARXIV.search(address):
        yield from arxiv(match[1], at)
    elif match := _DOI.search(address):
        yield from doi(match[1], at)
    elif match := _OPENREVIEW.search(address):
        if is_id("openreview", match[1]):
            yield Id("openreview", match[1], at)
        else:
            said = f'"{match[1]}" is no OpenReview id' if match[1] else "an address of OpenReview without an id"
            yield Odd(at, said, "copy the part after id= from the address of its page")
    elif match := _ACL.search(address):
        value = match[1].removesuffix(".pdf").removesuffix(".bib")
        value = re.sub(r"v\d$", "", value)
        if is_id("acl", value):
            yield Id("acl", value, at)
    elif match := _HUGGING.search(address):
        yield Id("arxiv", match[1], at)


def in_text(text: str, at: int) -> Iterator[Id | Odd]:
    """Yield the ids that a text names with their prefix, as ``arXiv:2312.03863``."""
    for match in _ARXIV_TEXT.finditer(text):
        if match[1][0].isdigit() or _OLD.match(match[1]):
            yield from arxiv(match[1].rstrip(".-/"), at + match.start(1))
    for match in _DOI_TEXT.finditer(text):
        yield from doi(match[1], at + match.start(1))


def arxiv(written: str, at: int) -> Iterator[Id | Odd]:
    """Yield the arXiv id in the last part of an address or behind the prefix."""
    bare = _BIT.sub("", written.rstrip(".,:*_"))
    version = match[0] if (match := _VERSION.search(bare)) else ""
    bare = bare.removesuffix(version)
    if old := _OLD.fullmatch(bare):
        yield Id("arxiv", old[0], at, version)
    elif odd := arxiv_digits(bare, today()):
        yield Odd(at, odd[0], odd[1])
    elif is_id("arxiv", bare):
        yield Id("arxiv", bare, at, version)
    elif not bare or _SOMETHING_LIKE_IT.match(bare):
        said = f'"{bare}" is no arXiv id' if bare else "an address of arXiv without an id"
        yield Odd(at, said, "an arXiv id looks like 2312.03863; copy it from the address of its page")


def doi(written: str, at: int) -> Iterator[Id | Odd]:
    """Yield the DOI, or the arXiv id that arXiv's own DOI stands for."""
    bare = bare_doi(written)
    if bare.lower().startswith(ARXIV_DOI.lower()):
        yield from arxiv(bare[len(ARXIV_DOI) :], at)
    elif is_id("doi", bare):
        yield Id("doi", bare.lower(), at)
    elif not _SHORT_DOI.fullmatch(bare):
        yield Odd(at, f'"{bare}" is no DOI', "a DOI looks like 10.1145/3620665.3640411")


def today() -> date:
    """Return the day on which an arXiv id of next month is one of the future."""
    return datetime.now(tz=UTC).date()
