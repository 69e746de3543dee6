"""O: the origin of facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from effllm.nearest import did_you_mean
from effllm.problems import Rule
from effllm.records import Framework, Paper, Source
from effllm.rules.checks import Finding, overall, put
from effllm.rules.vocabulary import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import PretrainedModel
    from effllm.records.base import Record
    from effllm.rules.context import Known
    from effllm.store.checkout import Entry
    from effllm.store.document import Loc

FIELD = Rule(
    "O001",
    "A source belongs to a field of the record",
    "The page shows each source beside the fact it belongs to.",
    "sources:\n  author: arXiv:2312.00001",
    "sources:\n  authors: arXiv:2312.00001",
)
EMPTY = Rule(
    "O002",
    "A list of sources has a source",
    "A field with an empty list looks as if it had one.",
    "sources:\n  authors: []",
    "sources:\n  authors: arXiv:2312.00001",
    fix="The line is deleted.",
)
PUBLIC = Rule(
    "O003",
    "A source is where everybody can read it",
    "A path on somebody's computer is nothing to a reader.",
    "sources:\n  title: /home/ada/thin.pdf",
    "sources:\n  title: arXiv:2312.00001",
)
PLACE = Rule(
    "O004",
    "A source is a place, not words about one",
    "A reader who doubts a fact looks it up. Words lead nowhere: what was read in a copy of the paper is in the paper.",
    "sources:\n  results: full text in a public repository",
    "sources:\n  results: arXiv:2312.00001, Table 3",
)
FILE = Rule(
    "O005",
    "A fact is in a file, not in a whole repository",
    "Nobody searches a repository for one line. Only of `code` and `repo` the repository itself is the source.",
    "sources:\n  authors: example/list",
    "sources:\n  authors: example/list:README.md@0c1a2b3#L12",
)
OWN = Rule(
    "O006",
    "A page is cited at its own address",
    "An IP address does not say whose page it is; a proxy or mirror shows what another site has, as long as it likes.",
    "sources:\n  title: https://198.51.100.7/papers/thin",
    "sources:\n  title: openreview:Ab3dEf7hIj",
)

_KINDS = ("paper", "framework", "models")
_ALWAYS = frozenset({"authors", "cites"})
_WHOLE = frozenset({"code", "repo"})
_PROXY_HOSTS = (
    "api-inference.pages.dev arcxiv.org arxiv.boxedpaper.com hf-mirror.com hugging.y1ng.com huggingface.datasetlab.ai"
    " huggingface.erdda.com models.beaconfind.app workers.dev"
)
_PROXIES = frozenset(_PROXY_HOSTS.split())
_IP = re.compile(r"[0-9.]+|\[[0-9a-f:.]*\]?|[0-9a-f]*:[0-9a-f:.]*", re.IGNORECASE)  # 198.51.100.7, 2001:db8::7
_ADDRESS_OR_PATH = re.compile(r"[a-z]+://|[^\s:]+/[^\s:]+:[^@#]", re.IGNORECASE)  # L001 tells what is odd in these
_LOCAL = re.compile(r"(?:/|~[/\\]|\.{1,2}/|file:|[A-Za-z]:[\\/])", re.IGNORECASE)


def _records(known: Known) -> Iterator[tuple[Entry, Paper | Framework | PretrainedModel]]:
    for kind in _KINDS:
        yield from ((entry, entry.record) for entry in known.entries(kind))


def _has(record: Record, path: str) -> bool:
    """Tell whether the record gives a field, or a cell as ``supports.inference``; an empty list is given too."""
    name, _, cell = path.partition(".")
    if name not in record.model_fields_set and name not in _ALWAYS:
        return False
    value = getattr(record, name, None)
    if not cell:
        return name in type(record).model_fields
    return cell in value if isinstance(value, dict) else cell in getattr(value, "model_fields_set", ())


def _meant(record: Record, path: str) -> str:
    name, _, cell = path.partition(".")
    given = [field for field in type(record).model_fields if field in record.model_fields_set and field != "sources"]
    if name in given:
        return f"{name} says nothing about {cell}"
    if name in type(record).model_fields:
        return f"add {name} to the record, or delete its source"
    return did_you_mean(name, given) or f"the record's fields are {', '.join(given)}"


@overall(FIELD)
def field(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for sources of fields that the record does not have."""
    for entry, record in _records(known):
        for path in record.sources:
            if not _has(record, path) and entry.has_read([path.partition(".")[0]]):
                message = f"a source of {path}, which the record does not have"
                yield entry, Finding(("sources", path), message, _meant(record, path), key=True)


@overall(EMPTY)
def empty(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for lists without sources."""
    for entry, record in _records(known):
        for path, given in record.sources.items():
            if not given and not isinstance(given, str):
                fix = put(None, "sources", path)
                yield entry, Finding(("sources", path), f"no source of {path}", "name one, or delete the line", fix=fix)


def texts(known: Known) -> Iterator[tuple[Entry, Loc, str]]:
    """Yield every source of every record, and of every kept reference list, with its place."""
    for kept in known.entries("references"):
        paper = known.papers.get(kept.record.key)
        if paper is None or kept.record.source not in paper.record.source("cites"):  # else it is told there
            yield kept, ("source",), kept.record.source
    for entry, record in _records(known):
        yield from ((entry, loc, text) for loc, text in _texts(record))


def _texts(record: Paper | Framework | PretrainedModel) -> Iterator[tuple[Loc, str]]:
    """Yield every source of a record with its place, those of a framework's cells too."""
    for path, given in record.sources.items():
        if isinstance(given, str):
            yield ("sources", path), given
        else:
            yield from ((("sources", path, number), text) for number, text in enumerate(given))
    if isinstance(record, Paper):
        yield from ((("results", n, "source"), r.source) for n, r in enumerate(record.results) if r.source)
    if isinstance(record, Framework):
        yield from (((*loc, "source"), cell.source) for loc, cell in cells(record) if cell.source)


@overall(PUBLIC)
def public(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for paths on a computer."""
    for entry, loc, text in texts(known):
        if _LOCAL.match(text):
            hint = "write it as owner/repository:path, as an address or as an id"
            yield entry, Finding(loc, f"{text} is a path on a computer", hint)


@overall(PLACE)
def place(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for words; paths on a computer and odd addresses are told elsewhere."""
    for entry, loc, text in texts(known):
        if (
            text.strip()
            and Source(text).kind == "words"
            and not _LOCAL.match(text)
            and not _ADDRESS_OR_PATH.match(text)
        ):
            yield entry, Finding(loc, f'"{text}" is no place where a reader can look the fact up', _right_form(text))


def _right_form(text: str) -> str:
    if text.lower().startswith("judged"):
        return "a decision has its day: judged:2026-11-30"
    if text.lower().startswith("derived"):
        return "write derived:acl where the fact follows from the Anthology id; likewise arxiv, doi, openreview"
    return (
        "write the file, owner/repository:path@commit#L12, an address,"
        " or the paper with the place in it: arXiv:2312.00001, Table 3"
    )


@overall(FILE)
def file(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for whole repositories."""
    for entry, loc, text in texts(known):
        if Source(text).kind == "repository" and loc[1:2] not in {(field,) for field in _WHOLE}:
            slug = "/".join(text.rstrip("/").split("/")[-2:])
            hint = f"name the file, best with commit and line: {slug}:README.md@commit#L12"
            yield entry, Finding(loc, f"{text} is a whole repository; a reader has to find the fact in it", hint)


@overall(OWN)
def own(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for IP addresses and proxies."""
    for entry, loc, text in texts(known):
        if Source(text).kind != "address":
            continue
        host = urlsplit(text.split()[0]).netloc.rpartition("@")[2].lower()
        if _IP.fullmatch(host.partition(":")[0] if host.count(":") == 1 else host):
            what = "an IP address: it does not say whose page this is"
        elif any(host == name or host.endswith(f".{name}") for name in _PROXIES):
            what = "a proxy or mirror of another site"
        else:
            continue
        hint = "write the address of the page itself, or the paper's id: arXiv:2312.00001"
        yield entry, Finding(loc, f"{host} is {what}", hint)


CHECKS = (field, empty, public, place, file, own)
