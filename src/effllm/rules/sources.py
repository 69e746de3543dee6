"""O: where facts were read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from effllm.checks import Finding, Rule, check, put
from effllm.nearest import did_you_mean
from effllm.records import CitationCount, Formula, Framework, Measurement, Paper
from effllm.records.source import kind_of
from effllm.rules.context import each, source_of, sources_of_cites
from effllm.rules.vocabulary import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from effllm.records import Accelerator, PretrainedModel, ReadingList
    from effllm.records.base import Record
    from effllm.rules.context import Context, EntryFindings, Findings, RecordCheck
    from effllm.store.document import Loc
    from effllm.store.entry import Entry

    _OneSource: TypeAlias = Formula | CitationCount
    _Sourced: TypeAlias = Paper | Framework | PretrainedModel | Accelerator | Measurement | ReadingList

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
_KINDS = ("paper", "framework", "model", "hardware", "measurement", "reading-list")
_ALWAYS = frozenset({"authors", "cites"})
_WHOLE = frozenset({"code", "repo"})
_RIGHT = frozenset({"file", "id", "paper", "judged", "derived"})
_PROXY_HOSTS = (
    "api-inference.pages.dev arcxiv.org arxiv.boxedpaper.com hf-mirror.com hugging.y1ng.com huggingface.datasetlab.ai"
    " huggingface.erdda.com models.beaconfind.app workers.dev"
)
_PROXIES = frozenset(_PROXY_HOSTS.split())
_IP = re.compile(r"[0-9.]+|\[[0-9a-f:.]*\]?|[0-9a-f]*:[0-9a-f:.]*", re.IGNORECASE)  # 198.51.100.7, 2001:db8::7
_ADDRESS_OR_PATH = re.compile(
    r"[a-z]+://|[^\s:]+/[^\s:]+:[^@#]", re.IGNORECASE
)  # L001 reports what is wrong with these
_LOCAL = re.compile(r"(?:/|~[/\\]|\.{1,2}/|file:|[A-Za-z]:[\\/])", re.IGNORECASE)


def _records(context: Context) -> Iterator[tuple[Entry, _Sourced]]:
    for kind in _KINDS:
        yield from ((entry, entry.record) for entry in context.unclean(kind))


def _has(record: Record, path: str) -> bool:
    """Tell whether the record gives a field, or a cell as ``supports.inference``; an empty list is given too."""
    name, _, cell = path.partition(".")
    if name not in record.model_fields_set and name not in _ALWAYS:
        return False
    if not cell:
        return name in type(record).model_fields
    value = getattr(record, name, None)
    return cell in value if isinstance(value, dict) else cell in getattr(value, "model_fields_set", ())


def _meant(record: Record, path: str) -> str:
    name, _, cell = path.partition(".")
    given = [field for field in type(record).model_fields if field in record.model_fields_set and field != "sources"]
    if name in given:
        return f"{name} says nothing about {cell}"
    if name in type(record).model_fields:
        return f"add {name} to the record, or delete its source"
    return did_you_mean(name, given) or f"the record's fields are {', '.join(given)}"


@check(FIELD)
def field(context: Context) -> EntryFindings:
    """Look for sources of fields that the record does not have."""
    for entry, record in _records(context):
        for path in record.sources:
            if not _has(record, path) and entry.has_read([path.partition(".")[0]]):
                message = f"a source of {path}, which the record does not have"
                yield entry, Finding(("sources", path), message, _meant(record, path), key=True)


@check(EMPTY)
def empty(context: Context) -> EntryFindings:
    """Look for lists without sources."""
    for entry, record in _records(context):
        for path, given in record.sources.items():
            if not given and not isinstance(given, str):
                fix = put(None, "sources", path)
                yield entry, Finding(("sources", path), f"no source of {path}", "name one, or delete the line", fix=fix)


def each_source(rule: Rule) -> Callable[[Callable[[Loc, str], Finding[Loc] | None]], tuple[RecordCheck, ...]]:
    """Make checks of a function that says what is wrong with one source: for those of records and of kept lists."""

    def decorate(find: Callable[[Loc, str], Finding[Loc] | None]) -> tuple[RecordCheck, ...]:
        def in_record(record: _Sourced | _OneSource, context: Context) -> Findings:
            for loc, text in _to_look_at(record, context):
                if found := find(loc, text):
                    yield found

        def in_lists(context: Context) -> EntryFindings:
            for kept in context.entries("references"):
                paper, source = context.papers.get(kept.key), kept.fact(source_of)
                told = paper is not None and source in paper.fact(sources_of_cites)
                if not told and (found := find(("source",), source)):
                    yield kept, found

        return each((*_KINDS, "formula", "cited"), rule)(in_record), check(rule, of=(sources_of_cites,))(in_lists)

    return decorate


def _to_look_at(record: _Sourced | _OneSource, context: Context) -> list[tuple[Loc, str]]:
    """Return the sources of a record in which something may be wrong, for all rules the same."""
    if context.sources_of[0] is not record:
        context.sources_of = record, [(loc, text) for loc, text in _texts(record) if not _is_surely_right(text)]
    return context.sources_of[1]


@lru_cache(maxsize=1 << 12)
def _is_surely_right(text: str) -> bool:
    """Tell whether a source is a file in a repository, an id or a decision, as most are: then nothing is wrong."""
    return ".." not in text and kind_of(text) in _RIGHT


def _texts(record: _Sourced | _OneSource) -> Iterator[tuple[Loc, str]]:
    """Yield every source of a record with its place, those of a framework's cells and a formula's examples too."""
    if isinstance(record, CitationCount):
        yield ("source",), record.source
        return
    if isinstance(record, Formula):
        yield from ((("source",), source) for source in [record.source] if source)
        yield from ((("examples", n, "source"), e.source) for n, e in enumerate(record.examples) if e.source)
        return
    for path, given in record.sources.items():
        if isinstance(given, str):
            yield ("sources", path), given
        else:
            yield from ((("sources", path, number), text) for number, text in enumerate(given))
    if isinstance(record, Paper | Measurement):
        yield from ((("results", n, "source"), r.source) for n, r in enumerate(record.results) if r.source)
    if isinstance(record, Framework):
        yield from (((*loc, "source"), cell.source) for loc, cell in cells(record) if cell.source)


@each_source(PUBLIC)
def public(loc: Loc, text: str) -> Finding[Loc] | None:
    """Look for a path on a computer."""
    if not _LOCAL.match(text):
        return None
    hint = "write it as owner/repository:path, as an address or as an id"
    return Finding(loc, f"{text} is a path on a computer", hint)


@each_source(PLACE)
def place(loc: Loc, text: str) -> Finding[Loc] | None:
    """Look for words; paths on a computer and malformed addresses are reported elsewhere."""
    if kind_of(text) != "words" or not text.strip() or _LOCAL.match(text) or _ADDRESS_OR_PATH.match(text):
        return None
    return Finding(loc, f'"{text}" is no place where a reader can look the fact up', _right_form(text))


def _right_form(text: str) -> str:
    if text.lower().startswith("judged"):
        return "a decision has its day: judged:2026-11-30"
    if text.lower().startswith("derived"):
        return "write derived:acl where the fact follows from the Anthology id; likewise arxiv, doi, openreview"
    return (
        "write the file, owner/repository:path@commit#L12, an address,"
        " or the paper with the place in it: arXiv:2312.00001, Table 3"
    )


@each_source(FILE)
def file(loc: Loc, text: str) -> Finding[Loc] | None:
    """Look for a whole repository."""
    if kind_of(text) != "repository" or loc[1:2] in {(field,) for field in _WHOLE}:
        return None
    slug = "/".join(text.rstrip("/").split("/")[-2:])
    hint = f"name the file, best with commit and line: {slug}:README.md@commit#L12"
    return Finding(loc, f"{text} is a whole repository; a reader has to find the fact in it", hint)


@each_source(OWN)
def own(loc: Loc, text: str) -> Finding[Loc] | None:
    """Look for an IP address or a proxy."""
    if kind_of(text) != "address":
        return None
    host = urlsplit(text.split(maxsplit=1)[0]).netloc.rpartition("@")[2].lower()
    if _IP.fullmatch(host.partition(":")[0] if host.count(":") == 1 else host):
        what = "an IP address: it does not say whose page this is"
    elif any(host == name or host.endswith(f".{name}") for name in _PROXIES):
        what = "a proxy or mirror of another site"
    else:
        return None
    hint = "write the address of the page itself, or the paper's id: arXiv:2312.00001"
    return Finding(loc, f"{host} is {what}", hint)


CHECKS: tuple[RecordCheck, ...] = (field, empty, *public, *place, *file, *own)
