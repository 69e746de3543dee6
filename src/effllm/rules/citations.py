"""R: the citations between papers, and what the kept reference lists say of them."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check, put, put_in, twice
from effllm.ids import arxiv_year, is_id
from effllm.nearest import did_you_mean
from effllm.rules.context import cites, each, source_of, sources_of_cites
from effllm.rules.kept_findings import identity
from effllm.rules.reference_lists import named_papers
from effllm.rules.venues import FIRST_YEAR
from effllm.store.layout import paper_path, references_path
from effllm.store.unreadable import get_back
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.problems import Edit
    from effllm.records import Paper, ReferenceList
    from effllm.rules.context import Context, EntryFindings, Findings
    from effllm.store.entry import Entry

UNKNOWN = Rule(
    "R001",
    "A cited paper is a record here",
    "Every edge of the citation graph leads to a page.",
    "cites: [dettmers2022llmint9]",
    "cites: [dettmers2022llmint8]",
    fix="The id or the title of a paper that is here becomes its key.",
)
ITSELF = Rule(
    "R002",
    "A paper does not cite itself",
    "An edge from a paper to itself is a slip of the list it was read from.",
    "# doe2023thin.yml\ncites: [doe2023thin]",
    "# doe2023thin.yml\ncites: [doe2022slim]",
    fix="The citation is deleted.",
)
TWICE = Rule(
    "R003",
    "A cited paper is named once",
    "Counting citations counts papers.",
    "cites: [doe2022slim, doe2022slim]",
    "cites: [doe2022slim]",
    fix="The second of two is deleted.",
)
NOT_READ = Rule(
    "R004",
    "Citations come with how much of the reference list was read",
    "Without it nobody knows whether a missing edge means that there is none.",
    "cites: [doe2022slim]",
    "cites: [doe2022slim]\nreferences: partial",
)
FORMER = Rule(
    "R005",
    "A cited paper is named by its present key",
    "Former keys only keep old links from outside alive.",
    "# doe2022slim.yml\nformer_keys: [doe2021slim]\n# doe2023thin.yml\ncites: [doe2021slim]",
    "# doe2022slim.yml\nformer_keys: [doe2021slim]\n# doe2023thin.yml\ncites: [doe2022slim]",
    fix="The present key is written.",
)
YOUNGER = Rule(
    "R006",
    "A cited paper is not of a later year",
    "A published paper cites what was there before it. Only preprints get new versions later, within a year mostly.",
    '# doe2021slim.yml\narxiv: "2101.00001"\nyear: 2021\ncites: [builder2022thin]\nreferences: partial',
    '# doe2022slim.yml\narxiv: "2206.00001"\nyear: 2022\ncites: [builder2022thin]\nreferences: partial',
    severity="warning",
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
    "Where every entry is there, an edge without an entry is an edge that does not exist.",
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


def meant(key: str, context: Context) -> str:
    """Say which paper is meant by an unknown key."""
    if right := context.paper_meant(key):
        return f"write: {right}"
    return did_you_mean(key, sorted(context.keys)) or f"add the paper first, or delete {key}"


@check(UNKNOWN, of=(identity, cites))
def unknown(context: Context) -> EntryFindings:
    """Look the cited papers up; what must be gone is reported once, where it is cited first."""
    reported: set[str] = set()
    for key, places in context.unknown_citations.items():
        gone = context.lost.get(key, "")
        if gone and gone not in reported:
            reported.add(gone)
            entry, number = places[0]
            yield entry, Finding(("cites", number), *_gone(gone, key, context))
        for entry, number in places if not gone else ():
            right = context.paper_meant(key)
            fix = put_in(entry.record.cites, right, "cites", number)
            yield entry, Finding(("cites", number), f'no paper "{key}"', meant(key, context), fix=fix)


def _gone(what: str, key: str, context: Context) -> tuple[str, str]:
    """Say that a record, or the folder of a year, must be gone."""
    if what != key:
        others = sum(folder == what for folder in context.lost.values()) - 1
        message = f'no paper "{key}", nor {count(others, "other")} of {what.rpartition("/")[2]}: {what} has no records'
        return message, get_back(what)
    hint = f"where its record was deleted or renamed by mistake, {get_back(paper_path(key))}"
    cited = len(context.unknown_citations[key])
    return f'no paper "{key}", which {count(cited, "record")} cite', f"{hint}\n{meant(key, context)}"


@each("paper", ITSELF)
def itself(paper: Paper, _: Context) -> Findings:
    """Look for the paper among those it cites."""
    for number, key in enumerate(paper.cites):
        if key == paper.key or key in paper.former_keys:
            yield Finding(("cites", number), "the paper cites itself", "delete it", fix=put(None, "cites", number))


@each("paper", TWICE)
def cited_twice(paper: Paper, _: Context) -> Findings:
    """Look for repetitions."""
    return twice((("cites", number), key) for number, key in enumerate(paper.cites))


@each("paper", NOT_READ, needs=("cites", "references"))
def not_read(paper: Paper, _: Context) -> Findings:
    """Look for citations from a list that nobody read."""
    if paper.cites and paper.references == "none":
        hint = "add the line references: partial, or references: full where all of it was read"
        yield Finding(("cites",), "cites without a word on how much of the reference list was read", hint)


@check(FORMER, of=(identity, cites))
def former(context: Context) -> EntryFindings:
    """Look for keys that have changed."""
    changed = context.former_keys.keys() - context.keys
    for entry in context.entries("paper") if changed else ():
        listed = entry.fact(cites)
        for number, key in enumerate(listed):
            if key in changed and (now := context.former_keys[key]) != entry.key:
                fix = put_in(listed, now, "cites", number)
                yield entry, Finding(("cites", number), f"{key} is now {now}", f"write: {now}", fix=fix)


@check(YOUNGER, of=(identity, cites))
def younger(context: Context) -> EntryFindings:
    """Compare the years of arXiv ids that are cited with the paper's own."""
    firsts = {key: entry.fact(_first_year) for key, entry in context.papers.items()}
    for entry in context.entries("paper"):
        year, venue = entry.fact(_year_and_venue)
        if venue not in context.venues or year < FIRST_YEAR or not entry.has_read(("arxiv", "year")):
            continue
        last = year + (context.venues[venue].kind == "preprint")
        listed = entry.fact(cites)
        if max(map(firsts.get, listed, repeat(0)), default=0) <= last:
            continue
        for number, key in enumerate(listed):
            if (first := firsts.get(key, 0)) > last:
                message = f"{key} is of {first} (arXiv {context.papers[key].record.arxiv}), this paper of {year}"
                hint = "look whether another paper is meant, or the year is wrong"
                yield entry, Finding(("cites", number), message, hint)


def _first_year(paper: Paper) -> int:
    """Return the year that a paper's arXiv id tells; 0 where none does."""
    return arxiv_year(paper.arxiv) if paper.arxiv and is_id("arxiv", paper.arxiv) else 0


def _year_and_venue(paper: Paper) -> tuple[int, str]:
    return paper.year, paper.venue


def _lists(context: Context) -> Iterator[tuple[Entry, Entry]]:
    """Yield the record of each paper that has a kept list, and the list."""
    for kept in context.entries("references"):
        if paper := context.papers.get(kept.key):
            yield paper, kept


def _is_complete(kept: ReferenceList) -> bool:
    return kept.complete


def _listed(kept: Entry, context: Context) -> set[str]:
    """Return the keys of the papers that a list names, which are records."""
    named = {context.former_keys.get(key, key) for key in kept.fact(named_papers)}
    return {key for key in named if context.has_paper(key)} - {kept.key}


@check(CITED, of=(identity, cites))
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


@check(NOT_LISTED, of=(identity, cites))
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


@check(HOW_MUCH, of=(identity, cites))
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


CHECKS = (unknown, itself, cited_twice, not_read, former, younger, cited, not_listed, how_much, source)
