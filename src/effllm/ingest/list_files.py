"""Which kind of reference list a file holds, told by its content."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import read_entry
from effllm.ingest.bbl import read_bbl
from effllm.ingest.reference_entry import Listed, ReferenceList, WrongList
from effllm.ingest.service_answers import crossref, openalex, semantic_scholar, title_and_ids, work_of
from effllm.sources.reference_services import semantic_scholar_source
from effllm.sources.values import dig, text
from effllm.text import title_key

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
