"""R: the kept reference lists, and what the records say of them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from zlib import crc32

from effllm.checks import Finding, Rule, check, put
from effllm.id_kinds import PREFIXES
from effllm.ids import is_id, prefixed, read_id
from effllm.lookup.cited_paper import find_cited, names_in
from effllm.lookup.paper_index import names_of
from effllm.names import family_keys
from effllm.nearest import did_you_mean
from effllm.records.source import Source
from effllm.rules.context import cites, each
from effllm.rules.kept_findings import identity
from effllm.rules.venues import FIRST_YEAR
from effllm.store.cache import digest_of
from effllm.store.writer import IS_DAY
from effllm.text import title_key, words
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.records import Paper, ReferenceList
    from effllm.rules.context import Context, EntryFindings, Findings

NUMBERS = Rule(
    "R007",
    "A kept reference list has the entries that it says, in order",
    "A gap or a repeated number is an entry that was lost on the way.",
    '{..., "entries":2,"complete":true}\n{"n":1, ...}\n{"n":1, ...}',
    '{..., "entries":2,"complete":true}\n{"n":1, ...}\n{"n":2, ...}',
)
FORM = Rule(
    "R008",
    "An entry of a kept list has ids, years and days in their form",
    "Entries are matched with records by id, title and year; in another form they never match.",
    '{"n":1,"id":"2208.07339","title":"LLM.int8()"}',
    '{"n":1,"id":"arXiv:2208.07339", ...}',
    fix="An id that can be read gets its prefix.",
)
RECORD = Rule(
    "R009",
    "An entry of a kept list names the record that it is",
    "Every record that is added is matched with every kept list: so no citation of it is missed.",
    '{"n":1,"title":"Thin Models"}',
    '{"n":1, ... ,"paper":"doe2022thin"}',
    fix="The key of the record is written.",
)
OTHER_PAPER = Rule(
    "R014",
    "The file that a list was read from is of this paper",
    "A list from the file of another paper is the list of another paper.",
    '# title: Thin Models\nsources:\n  cites: "example/list:Wide-Caches.pdf"',
    '# title: Thin Models\nsources:\n  cites: "example/list:Thin-Models.pdf"',
    severity="warning",
)

_RIGHT = "what its entries met when each named the right record"
_LAST_YEAR_AHEAD = 1
_DOCUMENT = re.compile(r"([^/]+)\.(?:pdf|bbl|tex)(?:\.gz)?$", re.IGNORECASE)  # papers/GPTQ.pdf
_ARXIV = re.compile(r"(?<![0-9.])[0-9]{4}\.[0-9]{4,5}(?![0-9])", re.ASCII)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-]+|(?<=[A-Za-z])(?=[0-9])")  # ThinModels_v2
_SAYS_NOTHING = frozenset(
    {"main", "paper", "references", "reference", "refs", "ref", "bib", "bibliography", "article", "arxiv", "ms"}
    | {"manuscript", "final", "template", "egpaper", "acl", "latex", "neurips", "iclr", "icml", "emnlp", "naacl"}
    | {"output", "camera", "ready", "draft", "version", "submission", "conference", "sections", "root", "document"}
)
"""Words of file names that name no paper."""
_LEAST_LETTERS = 3


@each("references", NUMBERS)
def numbers(kept: ReferenceList, _: Context) -> Findings:
    """Look for numbers that do not rise, and for more or fewer entries than the first line says."""
    last = 0
    for at, entry in enumerate(kept.list):
        if entry.n <= last:
            message = f"n is {entry.n}, after {last}" if at else f"n is {entry.n}"
            yield Finding(("list", at, "n"), message, "number the entries as the list does, from 1 and rising")
        last = max(last, entry.n)
    here = len(kept.list)
    if here > kept.entries or (kept.complete and here < kept.entries):
        hint = f'write "entries":{here}' + ("" if here > kept.entries else ', or "complete":false')
        message = f"the first line says {kept.entries:,}, the file has {count(here, 'entry', 'entries')}"
        yield Finding(("entries",), message, hint)


@each("references", FORM)
def form(kept: ReferenceList, context: Context) -> Findings:
    """Look at days, ids, titles and years."""
    if not IS_DAY.fullmatch(kept.read) or kept.read > context.today.isoformat():
        yield Finding(("read",), f'"{kept.read}" is no day on which it was read', "write it as 2026-11-30")
    if not kept.source.strip():
        yield Finding(("source",), "no source", "say where the list was read: arXiv:2210.17323, references")
    for at, entry in enumerate(kept.list):
        if entry.id is not None and (right := _right_id(entry.id)) != entry.id:
            hint = f"write: {right}" if right else f"begin it with {', '.join(f'{p}:' for p in PREFIXES.values())}"
            fix = put(right, "list", at, "id") if right else ()
            yield Finding(("list", at, "id"), f'"{entry.id}" is no id', hint, fix=fix)
        if entry.year is not None and not FIRST_YEAR <= entry.year <= context.today.year + _LAST_YEAR_AHEAD:
            yield Finding(("list", at, "year"), f"{entry.year} is no year of a paper", "leave out what is not known")


def _right_id(text: str) -> str:
    """Return an id as kept lists write it; empty where it is not an id."""
    kind, _, value = text.partition(":")
    if kind in PREFIXES.values() and is_id(kind.lower(), value) and kind == PREFIXES[kind.lower()]:
        return text
    found = read_id(text)
    return prefixed(*found) if found and is_id(*found) else ""


@check(RECORD, of=(identity, cites))
def record(context: Context) -> EntryFindings:
    """Match every entry with the records, but for lists whose names meet what they met when all was right."""
    filed: defaultdict[int, list[str]] = defaultdict(list)
    for entry in context.papers.values() if context.checkout.cache else ():
        names, paper = entry.fact(_filed)
        for name in names:
            filed[name].append(paper)
    for entry in context.entries("references"):
        if context.checkout.cache is None or not entry.files:  # nothing is known of it before
            yield from ((entry, finding) for finding in _unmatched(entry.record, context))
            continue
        met = [filed[name] for name in entry.fact(_asked) if name in filed]
        here = [(key, context.has_paper(key), context.former_keys.get(key, "")) for key in entry.fact(named_papers)]
        right = digest_of(repr((met, here)).encode())
        if entry.known(_RIGHT) == right:
            continue
        found = list(_unmatched(entry.record, context))
        yield from ((entry, finding) for finding in found)
        if not found:
            entry.learn(_RIGHT, right)


def _filed(paper: Paper) -> list[Any]:
    """Return the names under which entries find a paper, and a hash of all that tells whether they mean it."""
    said = (paper.key, paper.title, paper.aliases, paper.authors, paper.year, paper.ids, paper.url, paper.former_keys)
    return [[crc32(name.encode()) for name in names_of(paper)], digest_of(repr(said).encode())]


def _asked(kept: ReferenceList) -> list[int]:
    """Return the names under which a list asks for papers."""
    return sorted({crc32(name.encode()) for entry in kept.list for name in names_in(entry)})


def named_papers(kept: ReferenceList) -> list[str]:
    """Return the keys that a list names."""
    return sorted({entry.paper for entry in kept.list if entry.paper})


def _unmatched(kept: ReferenceList, context: Context) -> Findings:
    for at, entry in enumerate(kept.list):
        named = entry.paper
        if named is not None and not context.has_paper(named):
            now = context.former_keys.get(named) or context.paper_meant(named)
            hint = f"write: {now}" if now else did_you_mean(named, context.keys) or "leave paper out"
            fix = put(now, "list", at, "paper") if now else ()
            yield Finding(("list", at, "paper"), f'no paper "{named}"', hint, fix=fix)
            continue
        found, how = find_cited(context.paper_index, entry)
        if found and found.key not in {named, *found.former_keys} and found.key != kept.key:
            other = f", not {named}" if named else ""
            message = f"this is {found.key}, by {how}{other}"
            hint = f'write "paper":"{found.key}"'
            yield Finding(("list", at, "paper"), message, hint, fix=put(found.key, "list", at, "paper"))


@each("paper", OTHER_PAPER)
def other_paper(paper: Paper, _: Context) -> Findings:
    """Compare the names of files that citations were read from with what the paper is called."""
    given = paper.sources.get("cites", ())
    for number, text in enumerate([given] if isinstance(given, str) else given):
        if (name := _document(text)) and not _may_be(name, paper):
            loc = ("sources", "cites") if isinstance(given, str) else ("sources", "cites", number)
            hint = "look whether it is the list of this paper; if it is, add what the file calls it to the aliases"
            yield Finding(loc, f'"{name}" shares no word with title, aliases and name', hint)


def _document(text: str) -> str:
    """Return the name of the one paper's document that a source names; empty where it names none."""
    path = Source(text).path
    match = _DOCUMENT.search(path) if path else None
    if match is None or not _telling(match[1]):
        return ""
    return match[1]


def _may_be(name: str, paper: Paper) -> bool:
    """Tell whether a file of this name may hold a paper."""
    if paper.arxiv and (found := _ARXIV.findall(name)):
        return paper.arxiv in found
    names = [*filter(None, (paper.title, paper.name, *paper.aliases))]
    folded, joined = title_key(name), " ".join(map(title_key, names))
    inside = [
        *map(title_key, names),
        *map(_initials, names),
        *family_keys(paper.authors),
        *map(title_key, paper.ids.values()),
    ]
    return any(word in joined for word in _telling(name)) or any(
        part in folded for part in inside if len(part) >= _LEAST_LETTERS
    )


def _initials(title: str) -> str:
    """Return the first letters of a title's words: ``obc`` for Optimal Brain Compression."""
    return "".join(word[0] for word in words(title))


def _telling(text: str) -> set[str]:
    """Return the words of a name that say which paper it is."""
    found = set(words(_CAMEL.sub(" ", text))) - _SAYS_NOTHING
    return {word for word in found if len(word) >= _LEAST_LETTERS and not word.isdecimal()}


CHECKS = (numbers, form, record, other_paper)
