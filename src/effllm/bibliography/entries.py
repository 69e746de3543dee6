"""BibTeX entry -> reference: names, identifiers and venues as bibliographies write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.bibliography.latex import decode
from effllm.bibliography.reference import Reference
from effllm.ids import ids_in, is_id, read_id
from effllm.markup import find_markup, plain
from effllm.names import given_first, split_authors
from effllm.text import year_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.bibliography.bibtex_reader import BibEntry

_VENUE_FIELDS = ("booktitle", "journal", "journaltitle", "eventtitle", "howpublished")
_ID_PLACES = ("url", "note", "journal", "journaltitle", "volume", "howpublished", "ee", "biburl", "pdf", "number")
_ADDRESS_ALONE = re.compile(r"<?https?://\S+>?", re.IGNORECASE)
_URL_PLACES = ("url", "howpublished", "note")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_COMMAND = re.compile(r"\\[A-Za-z]+\s*|\}\s*\{")  # \href{https://example.org}{a post}
_LATEX = re.compile(r"[{}\\]")


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """What an entry says.

    Attributes:
        reference: the paper.
        truncated: whether the list of authors ends in ``others``.
    """

    reference: Reference
    truncated: bool


def read_entry(entry: BibEntry) -> ReadEntry:
    """Return what an entry says of its paper; fields that it lacks are empty."""
    names = list(_names(entry.fields.get("author", "")))
    authors = tuple(name for name in names if name.casefold() not in {"others", "et al", "et al."})
    ids = dict(_ids(entry))
    reference = Reference(
        title=title_text(decode(entry.fields.get("title", ""))),
        authors=authors,
        year=year_of(entry),
        venues=tuple(_venues(entry)),
        url=None if ids else _url(entry),
        abstract=decode(entry.fields.get("abstract", "")),
        keywords=tuple(filter(None, map(str.strip, re.split("[,;]", decode(entry.fields.get("keywords", "")))))),
        service="the bibliography",
        **ids,  # type: ignore[arg-type]  # fields of these names, texts
    )
    return ReadEntry(reference, len(authors) < len(names))


def title_text(text: str) -> str:
    """Return a title as records hold it: without markup, double spaces and a full stop at its end."""
    text = " ".join((plain(text) if find_markup(text) else text).split())
    return text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") else text


def _names(text: str) -> Iterator[str]:
    for name in split_authors(text):
        plain_name = decode(given_first(name))
        if plain_name:
            yield plain_name


def _venues(entry: BibEntry) -> Iterator[str]:
    """Yield what the fields for venues say; an address alone is not a venue."""
    for name in _VENUE_FIELDS:
        venue = decode(entry.fields.get(name, "")).strip()
        if venue and not _ADDRESS_ALONE.fullmatch(venue):
            yield venue


def year_of(entry: BibEntry) -> int | None:
    """Return the year that an entry names; None where it names none."""
    return year_in(entry.fields.get("year", "")) or year_in(entry.fields.get("date", ""))


def _ids(entry: BibEntry) -> Iterator[tuple[str, str]]:
    """Yield the identifiers of an entry by kind, each once."""
    fields = entry.fields
    found: dict[str, str] = {}
    if eprint := _eprint(entry):
        found["arxiv"] = eprint
    places = [f"doi:{fields['doi']}"] if fields.get("doi") else []
    places += [fields[name] for name in _ID_PLACES if fields.get(name)]
    for place in places:
        found = ids_in(_as_typed(place)) | found
    yield from found.items()


def _eprint(entry: BibEntry) -> str:
    kind = entry.fields.get("archiveprefix", entry.fields.get("eprinttype", "arxiv"))
    found = read_id(_as_typed(entry.fields.get("eprint", ""))) if decode(kind).casefold() == "arxiv" else None
    return found[1] if found and found[0] == "arxiv" and is_id(*found) else ""


def _as_typed(text: str) -> str:
    r"""Return an id or an address without what LaTeX needs around it.

    ``Ar{X}iv:2312.00001`` and ``\url{https://example.org/a\_b}``, which `decode` would print as text.
    """
    text = text.replace(r"\textasciitilde", "~").replace(r"\~{}", "~")
    return _LATEX.sub("", _COMMAND.sub(" ", text)).strip()


def _url(entry: BibEntry) -> str | None:
    """Return the address that an entry names, in a field of its own or in a note."""
    found = (_ADDRESS.search(_as_typed(entry.fields.get(name, ""))) for name in _URL_PLACES)
    return next((match[0].rstrip(".,;:") for match in found if match), None)
