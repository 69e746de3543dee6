"""R: the kept reference lists, and what the records say of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from zlib import crc32

from effllm.checks import Finding, Rule, check, put
from effllm.id_kinds import PREFIXES
from effllm.ids import is_id, prefixed, read_id
from effllm.lookup.cited_paper import find_cited, names_in
from effllm.lookup.paper_index import names_of
from effllm.nearest import did_you_mean
from effllm.rules.context import cites, each
from effllm.rules.sources import source_of, sources_of_cites
from effllm.rules.venues import FIRST_YEAR
from effllm.store.cache import digest_of
from effllm.store.layout import references_path
from effllm.store.writer import IS_DAY
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.problems import Edit
    from effllm.records import Paper, ReferenceList
    from effllm.rules.context import Context, EntryFindings, Findings
    from effllm.store.entry import Entry

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
CITED = Rule(
    "R010",
    "`cites` has every record of the kept list",
    "The citation graph is made from `cites`.",
    "# the list names doe2022thin\ncites: []",
    "# the list names doe2022thin\ncites: [doe2022thin]",
    fix="The missing keys are added.",
)
NOT_LISTED = Rule(
    "R011",
    "A paper cites nothing that its complete list does not have",
    "Where every entry stands there, an edge without an entry is an edge that does not exist.",
    "# the list does not name doe2022thin\ncites: [doe2022thin]",
    "# the list does not name doe2022thin\ncites: []",
)
HOW_MUCH = Rule(
    "R012",
    "`references` says what the kept list says",
    "`full` promises that a citation that is not there does not exist.",
    '# the list has "complete":false\nreferences: full',
    '# the list has "complete":false\nreferences: partial',
    fix="`full` or `partial` is written, as the list says.",
)
SOURCE = Rule(
    "R013",
    "The source of `cites` has that of the kept list",
    "A reader looks a citation up where the list was read.",
    '# the list has "source":"doi:10.1000/2"\nsources: {cites: "doi:10.1000/1"}',
    '# the list has "source":"doi:10.1000/2"\nsources:\n  cites: ["doi:10.1000/2", "doi:10.1000/1"]',
    fix="The list's source is written before the others.",
)
_RIGHT = "what its entries met when each named the right record"
_LAST_YEAR_AHEAD = 1


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
    """Return an id as kept lists write it; empty where it is none."""
    kind, _, value = text.partition(":")
    if kind in PREFIXES.values() and is_id(kind.lower(), value) and kind == PREFIXES[kind.lower()]:
        return text
    found = read_id(text)
    return prefixed(*found) if found and is_id(*found) else ""


@check(RECORD)
def record(context: Context) -> EntryFindings:
    """Match every entry with the records, but for lists whose names meet what they met when all was right."""
    filed: defaultdict[int, list[str]] = defaultdict(list)
    for entry in context.papers.values():
        names, paper = entry.fact(_filed)
        for name in names:
            filed[name].append(paper)
    for entry in context.entries("references"):
        asked = entry.fact(_asked)
        met = [filed[name] for name in asked["names"] if name in filed]
        here = [(key, context.has_paper(key), context.former_keys.get(key, "")) for key in asked["papers"]]
        right = digest_of(repr((met, here)).encode())
        if entry.facts.get(_RIGHT) == right:
            continue
        found = list(_unmatched(entry.record, context))
        yield from ((entry, finding) for finding in found)
        if not found:
            entry.learn(_RIGHT, right)


def _filed(paper: Paper) -> list[Any]:
    """Return the names under which entries find a paper, and a hash of all that tells whether they mean it."""
    said = (paper.key, paper.title, paper.aliases, paper.authors, paper.year, paper.ids, paper.url, paper.former_keys)
    return [[crc32(name.encode()) for name in names_of(paper)], digest_of(repr(said).encode())]


def _asked(kept: ReferenceList) -> dict[str, list[Any]]:
    """Return the names under which a list asks for papers, and the papers that it names."""
    names = {crc32(name.encode()) for entry in kept.list for name in names_in(entry)}
    return {"names": sorted(names), "papers": sorted({entry.paper for entry in kept.list if entry.paper})}


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


def _lists(context: Context) -> Iterator[tuple[Entry, Entry]]:
    """Yield the record of each paper that has a kept list, and the list."""
    for kept in context.entries("references"):
        if paper := context.papers.get(kept.key):
            yield paper, kept


def _is_complete(kept: ReferenceList) -> bool:
    return kept.complete


def _listed(kept: Entry, context: Context) -> set[str]:
    """Return the keys of the papers that a list names, which are records."""
    named = {context.former_keys.get(key, key) for key in kept.fact(_asked)["papers"]}
    return {key for key in named if context.has_paper(key)} - {kept.key}


@check(CITED)
def cited(context: Context) -> EntryFindings:
    """Look for papers of the list that are not among the citations."""
    for entry, kept in _lists(context):
        listed = entry.fact(cites)
        missing = sorted(_listed(kept, context).difference(listed))
        if missing and entry.has_read(("cites",)):
            message = f"cites lacks {', '.join(missing)}, which the kept list names"
            fix = put(sorted({*listed, *missing}), "cites")
            yield entry, Finding(("cites",), message, f"see {_path(entry)}", fix=fix)


def _path(entry: Entry) -> str:
    return references_path(entry.document.path)


@check(NOT_LISTED)
def not_listed(context: Context) -> EntryFindings:
    """Look for citations that a complete list does not have."""
    for entry, kept in _lists(context):
        if not kept.fact(_is_complete):
            continue
        listed = _listed(kept, context)
        for number, key in enumerate(entry.fact(cites)):
            if key not in listed and context.has_paper(key) and context.former_keys.get(key) not in listed:
                hint = f'delete it, or write "paper":"{key}" into its line of {_path(entry)}'
                yield entry, Finding(("cites", number), f"{key} is not in the complete reference list", hint)


@check(HOW_MUCH)
def how_much(context: Context) -> EntryFindings:
    """Compare what record and list say of how much was read."""
    for entry, kept in _lists(context):
        right = "full" if kept.fact(_is_complete) else "partial"
        said = entry.fact(_how_much)
        if said != right and entry.has_read(("references",)):
            message = f"references is {said}, the kept list is {'' if right == 'full' else 'not '}"
            fix = put(right, "references")
            yield entry, Finding(("references",), f"{message}complete", f"write: references: {right}", fix=fix)


@check(SOURCE)
def source(context: Context) -> EntryFindings:
    """Compare the sources that record and list name."""
    for entry, kept in _lists(context):
        place = kept.fact(source_of)
        if place and place not in entry.fact(sources_of_cites) and entry.has_read(("sources",)):
            message = f"the kept list was read in {place}, which is no source of cites"
            fix = _with_source(entry.record, kept.record)
            yield entry, Finding(("sources", "cites"), message, f"see {_path(entry)}", fix=fix)


def _how_much(paper: Paper) -> str:
    return paper.references


def _with_source(paper: Paper, kept: ReferenceList) -> tuple[Edit, ...]:
    """Return the change that puts the source of a list before those that the record names."""
    others = [str(other) for other in paper.source("cites")]
    value = [kept.source, *others] if others else kept.source
    return put(value, "sources", "cites") if paper.sources else put({"cites": value}, "sources")


CHECKS = (numbers, form, record, cited, not_listed, how_much, source)
