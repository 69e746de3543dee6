"""Which kind of reference list a file holds, told by its content."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import read_entry, title_text
from effllm.bibliography.latex import decode
from effllm.ids import ids_in
from effllm.ingest.reference_entry import Listed, ReferenceList, WrongList, described
from effllm.ingest.service_answers import crossref, openalex, semantic_scholar, title_and_ids, work_of
from effllm.sources.answers import dig, text
from effllm.sources.reference_services import semantic_scholar_source
from effllm.text import title_key
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from effllm.records import Paper

    Lines = Callable[[], Iterable[bytes]]


_KINDS = "an answer of Semantic Scholar, OpenAlex or Crossref, part of an OpenAlex snapshot, a .bib or a .bbl"
UNCITED = "a .bib may hold entries that the paper never cites; its .bbl holds those it cites and no others"


def read_list(paper: Paper, lines: Lines, works: Iterable[Lines] = ()) -> ReferenceList:
    """Return the reference list of a paper that a file holds.

    Args:
        paper: the paper.
        lines: opens the file and yields its lines; large ones are read twice, line by line.
        works: the same for files of OpenAlex works, in which those that a list refers to are looked up.

    Raises:
        WrongList: the file holds something else, or the list of another paper.
        UnicodeDecodeError: it is no text in UTF-8.
    """
    first = next((line.strip() for line in lines() if line.strip()), b"")
    if first[:1] not in {b"{", b"["} or first[:2] == b"{%":
        return _of_text(paper, b"".join(lines()).decode("utf-8-sig"))
    values = _values(lines)
    one = next(values, None)
    if next(values, None) is None:
        if isinstance(one, list) or dig(one, "data") is not None:
            found = semantic_scholar(one if isinstance(one, list) else [one])
            return replace(found, source=semantic_scholar_source(paper))
        if dig(one, "message") is not None or dig(one, "reference") is not None:
            _check_crossref(paper, one)
            return crossref(one)
    return _of_works(paper, lines, works)


def _of_text(paper: Paper, content: str) -> ReferenceList:
    """Return the list of a .bbl or .bib; where readers find it is the paper itself, whatever copy was read."""
    source = f"{paper.place}, references" if paper.ids else paper.place
    if "\\bibitem" in content or "\\entry{" in content:
        found = read_bbl(content)
        return replace(found, source=source)
    entries, broken = read_bibtex(content)
    if not entries:
        raise WrongList(f"no reference list in it; it can be {_KINDS}")
    remarks = [f"line {entry.line}: {entry.message}" for entry in broken]
    listed = tuple(Listed(read_entry(entry).reference) for entry in entries)
    return ReferenceList(listed, whole=False, source=source, remarks=(UNCITED, *remarks), cited=False)


def _check_crossref(paper: Paper, answer: Any) -> None:  # noqa: ANN401 - JSON holds anything
    title, doi = title_and_ids(answer)
    if paper.doi == doi or not (title or doi) or title_key(title) in map(title_key, (paper.title, *paper.aliases)):
        return
    raise WrongList(f'it holds the list of "{title or doi}", not of {paper.key}')


def _of_works(paper: Paper, lines: Lines, works: Iterable[Lines]) -> ReferenceList:
    work = work_of(_works(lines), paper.ids, paper.title)
    if work is None:
        count = sum(1 for _ in _works(lines))
        if not count:
            raise WrongList(f"no reference list in it; it can be {_KINDS}")
        raise WrongList(
            f"{paper.key} is not among its {count:,} works of OpenAlex: none has its DOI, arXiv id or title"
        )
    listed = dig(work, "referenced_works")
    wanted = set(map(text, listed if isinstance(listed, list) else []))
    everything = chain(_works(lines), *map(_works, works))
    return openalex(work, {id_: one for one in everything if (id_ := text(dig(one, "id"))) in wanted})


def _works(lines: Lines) -> Iterator[Any]:
    for value in _values(lines):
        results = dig(value, "results")
        if isinstance(results, list):
            yield from results
        elif dig(value, "referenced_works") is not None or dig(value, "authorships") is not None:
            yield value


def _values(lines: Lines) -> Iterator[Any]:
    """Yield the values of a file of JSON or JSON Lines."""
    opened = iter(lines())
    first = next((line for line in opened if line.strip()), b"")
    try:
        yield json.loads(first)
    except (ValueError, RecursionError):
        try:
            yield json.loads(b"".join(lines()))
        except (ValueError, RecursionError):
            raise WrongList("it starts like JSON, but is not JSON") from None
        return
    for number, line in enumerate(opened, 2):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                raise WrongList(f"line {number} is no JSON") from None


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
