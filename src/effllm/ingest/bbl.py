"""The .bbl file that BibTeX or Biber made for a paper: its reference list, no more and no less."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.bibliography.entries import title_text
from effllm.bibliography.latex import decode
from effllm.ids import ids_in
from effllm.ingest.reference_entry import Listed, ReferenceList, WrongList, described
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 60
_STARTS = re.compile(r"(?=\\bibitem\b|\\entry\{)")
_ESCAPED = re.compile(r"\\[\\{}]")
_COMMENT = re.compile(r"(?<!\\)%.*")
_HREF = re.compile(r"\\href(?:@noop)?\s*\{([^{}]*)\}\s*")
_ADDRESS = re.compile(r"\\(?:url|path|doi|nolinkurl)\s*\{([^{}]*)\}")
_BLOCK = re.compile(r"\\newblock\b")
_BIBER = re.compile(r"\\entry\{([^{}]*)\}\{[^{}]*\}")
_FAMILY = re.compile(r"\bfamily=\{((?:[^{}]|\{[^{}]*\})*)\}")
_VERB = re.compile(r"\\verb\{(?:eprint|doi|url)\}\s*\\verb (\S+)")
_NAMES = re.compile(r",\s*(?:and\s+)?|\sand\s+|;\s*")
_YEAR_END = re.compile(r"(?<![.,\s(])[.,\s(]*+(?:19|20)\d{2}[a-z]?\)?[.\s]*+$")


def read_bbl(text: str) -> ReferenceList:
    """Return the entries of a .bbl file, made by BibTeX in any style or by Biber.

    The list is whole, unless the file ends too early or an entry has a brace that is never closed: what follows it may
    be lost.

    Raises:
        WrongList: the file has no entry.
    """
    plain = "\n".join(_COMMENT.sub("", line) for line in text.replace("\r\n", "\n").split("\n"))
    entries = tuple(map(_entry, _items(plain))) or tuple(_biber(plain))
    if not entries:
        raise WrongList(r"no \bibitem in it: is it the .bbl file of a paper?")
    broken = _broken(plain)
    return ReferenceList(entries, whole=not broken, remarks=(broken,) if broken else ())


def _broken(text: str) -> str:
    """Say why a list may not be whole; empty where it is."""
    for begin, end in ((r"\begin{thebibliography}", r"\end{thebibliography}"), (r"\datalist", r"\enddatalist")):
        if text.count(begin) > text.count(end):
            return f"the file ends before {end}: part of the list may be missing"
    for part in _STARTS.split(text)[1:]:
        bare = _ESCAPED.sub("", part.partition(r"\end{thebibliography}")[0])
        if bare.count("{") != bare.count("}"):
            return f"braces do not match in {cut(' '.join(part.split()), _SHOWN)}: part of the list may be missing"
    return ""


def _items(text: str) -> Iterator[str]:
    r"""Yield what follows each ``\bibitem[label]{key}``; a label may hold brackets inside braces."""
    body = text.partition(r"\end{thebibliography}")[0] if text.count(r"\begin{thebibliography}") < 2 else text  # noqa: PLR2004
    for part in re.split(r"\\bibitem\b", body)[1:]:
        rest = part.lstrip()
        if rest.startswith("["):
            rest = rest[_closing(rest, "[", "]") + 1 :].lstrip()
        if rest.startswith("{"):
            rest = rest[_closing(rest, "{", "}") + 1 :]
        yield rest.partition(r"\end{thebibliography}")[0]


def _closing(text: str, opening: str, closing: str) -> int:
    """Return where the bracket that the text starts with is closed; the last place where it never is."""
    braces = depth = 0
    for place, sign in enumerate(text):
        braces += (sign == "{") - (sign == "}")
        depth += (sign == opening) - (sign == closing) if opening == "{" or braces == 0 or sign == opening else 0
        if depth == 0 and sign == closing and (opening == "{" or braces == 0):
            return place
    return len(text) - 1


def _entry(raw: str) -> Listed:
    """Return an entry; blocks that the style marks tell authors and title apart."""
    addresses = " ".join(_HREF.findall(raw) + _ADDRESS.findall(raw))
    raw = _ADDRESS.sub(r"\1", _HREF.sub("", raw))
    blocks = [_plain(block) for block in _BLOCK.split(raw)]
    whole = " ".join(filter(None, blocks))
    apart = len(blocks) > 1
    authors = map(str.strip, _NAMES.split(_YEAR_END.sub("", blocks[0]).rstrip("."))) if apart else ()
    title = title_text(blocks[1]) if apart else ""
    return Listed(described(title, authors, ids_in(f"{whole} {addresses}")), whole)


def _biber(text: str) -> Iterator[Listed]:
    r"""Yield the entries of a file that Biber made: ``\entry{key}{type}{}`` with fields."""
    for part in _BIBER.split(text)[2::2]:
        entry = part.partition(r"\endentry")[0]
        title = title_text(_plain(" ".join(filter(None, (_field(entry, "title"), _field(entry, "subtitle"))))))
        authors = map(_plain, _FAMILY.findall(entry))
        yield Listed(described(title, authors, ids_in(" ".join(_verbatim(entry)))))


def _verbatim(entry: str) -> Iterator[str]:
    is_arxiv = _field(entry, "eprinttype").casefold() == "arxiv"
    for value in _VERB.findall(entry):
        yield f"arXiv:{value}" if is_arxiv and not value.startswith(("http", "10.")) else value


def _field(entry: str, name: str) -> str:
    start = re.search(rf"\\field\{{{name}\}}", entry)
    if start is None:
        return ""
    rest = entry[start.end() :].lstrip()
    return rest[1 : _closing(rest, "{", "}")] if rest.startswith("{") else ""


def _plain(raw: str) -> str:
    return decode(" ".join(raw.split()))
