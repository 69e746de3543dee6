"""Files of new papers, JSON Lines: daily lists of arXiv as several repositories keep them, and candidates."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from effllm.harvest.found_paper import FoundPaper, cleaned
from effllm.harvest.paper_listings import FoundPage, is_since
from effllm.ids import find_in, ids_in, is_id
from effllm.ingest.reference_entry import described
from effllm.names import split_people
from effllm.sources.answers import text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE = 1_000_000


def read_lines(content: str, since: str, source: str = "") -> FoundPage:
    """Return the papers of a file.

    A line is an object, in JSON or as Python writes it: ``{"id": "2606.00001", "title": ..., "authors": [...],
    "summary": ...}`` with the abstract as summary, ``{"arxiv_id": ..., "authors": "Ada Author, Ben Builder",
    "abstract": ...}``, or a candidate as `docs/schema/candidate.json` describes it.

    Args:
        content: the file.
        since: papers whose arXiv id is of an earlier month are passed over.
        source: where the file is public, as ``owner/repository:path@commit``; else the paper itself is the source.
    """
    found: list[FoundPaper] = []
    bad = 0
    for number, value in _values(content):
        paper = _paper(value, f"{source}#L{number}" if source else "") if isinstance(value, dict) else None
        right = cleaned(paper) if paper else None
        if right is None:
            bad += 1
        elif not (arxiv := right.reference.arxiv) or is_since(arxiv, since):
            found.append(right)
    return FoundPage(found, "", bad)


def _values(content: str) -> Iterator[tuple[int, Any]]:
    """Yield each line's number and value; None for what is none."""
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield number, _value(line) if len(line) <= _LONGEST_LINE else None


def _value(line: str) -> Any:  # noqa: ANN401 - JSON holds anything
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(line.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _paper(value: dict[str, Any], source: str) -> FoundPaper:
    """Return what a line says of a paper."""
    names = texts(value.get("authors")) or tuple(split_people(text(value.get("authors"))))
    ids = _ids(value)
    is_daily = "summary" in value and "pdf" in value  # in a candidate the summary is somebody's own words
    abstract = text(value.get("summary")) if is_daily else text(value.get("abstract"))
    reference = described(text(value.get("title")), names, ids, value.get("year"))
    from_file = source or _one(value.get("title_from")) or (f"arXiv:{ids['arxiv']}" if "arxiv" in ids else "")
    address = text(value.get("url")) if not ids else ""
    authors_from = _one(value.get("authors_from"))
    return FoundPaper(
        replace(
            reference,
            abstract=abstract,
            source=from_file,
            url=address or None,
            sources={"authors": authors_from} if authors_from and not source else {},
        ),
        texts(value.get("cites")),
        _one(value.get("cites_from")),
        texts(value.get("lists")),
        texts(value.get("because")),
    )


def _ids(value: dict[str, Any]) -> dict[str, str]:
    ids: dict[str, str] = {
        kind: given for kind in ("doi", "openreview", "acl") if is_id(kind, given := text(value.get(kind)))
    }
    for name in ("arxiv", "arxiv_id", "id"):
        found = find_in(f"arXiv:{given}") if (given := text(value.get(name))) else None
        if found and found[0] == "arxiv":
            return {**ids, "arxiv": found[1]}
    return ids or dict(ids_in(text(value.get("link")) or text(value.get("url"))))


def _one(places: object) -> str:
    """Return the first of the places where something was read."""
    return text(places) or next(iter(texts(places)), "")
