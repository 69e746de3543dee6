"""R: the citations between papers, and whose reference list they were read from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check, put
from effllm.ids import arxiv_year, is_id
from effllm.names import family_keys
from effllm.nearest import did_you_mean
from effllm.records.source import Source
from effllm.rules.context import cites, each
from effllm.rules.venues import FIRST_YEAR
from effllm.store.layout import paper_path
from effllm.store.unreadable import get_back
from effllm.text import title_key, words
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.records import Paper
    from effllm.rules.context import Context, EntryFindings, Findings

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
OTHER_PAPER = Rule(
    "R014",
    "The file that a list was read from is of this paper",
    "A list from the file of another paper is the list of another paper.",
    '# title: Thin Models\nsources:\n  cites: "example/list:Wide-Caches.pdf"',
    '# title: Thin Models\nsources:\n  cites: "example/list:Thin-Models.pdf"',
    severity="warning",
)

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


def meant(key: str, context: Context) -> str:
    """Say which paper is meant by an unknown key."""
    if right := context.paper_meant(key):
        return f"write: {right}"
    return did_you_mean(key, sorted(context.keys)) or f"add the paper first, or delete {key}"


@check(UNKNOWN)
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
            fix = put(None if right in entry.record.cites else right, "cites", number) if right else ()
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
def twice(paper: Paper, _: Context) -> Findings:
    """Look for repetitions."""
    seen: set[str] = set()
    for number, key in enumerate(paper.cites):
        if key in seen:
            fix = put(None, "cites", number)
            yield Finding(("cites", number), f"{key} stands twice", "delete one of the two", fix=fix)
        seen.add(key)


@each("paper", NOT_READ, needs=("cites", "references"))
def not_read(paper: Paper, _: Context) -> Findings:
    """Look for citations from a list that nobody read."""
    if paper.cites and paper.references == "none":
        hint = "add the line references: partial, or references: full where all of it was read"
        yield Finding(("cites",), "cites without a word on how much of the reference list was read", hint)


@check(FORMER)
def former(context: Context) -> EntryFindings:
    """Look for keys that have changed."""
    changed = context.former_keys.keys() - context.keys
    for entry in context.entries("paper") if changed else ():
        listed = entry.fact(cites)
        for number, key in enumerate(listed):
            if key in changed and (now := context.former_keys[key]) != entry.key:
                fix = put(None if now in listed else now, "cites", number)
                yield entry, Finding(("cites", number), f"{key} is now {now}", f"write: {now}", fix=fix)


@check(YOUNGER)
def younger(context: Context) -> EntryFindings:
    """Compare the years of arXiv ids that are cited with the paper's own."""
    firsts = {key: entry.fact(_first_year) for key, entry in context.papers.items()}
    for entry in context.entries("paper"):
        year, venue = entry.fact(_year_and_venue)
        if venue not in context.venues or year < FIRST_YEAR or not entry.has_read(("arxiv", "year")):
            continue
        last = year + (context.venues[venue].kind == "preprint")
        for number, key in enumerate(entry.fact(cites)):
            if (first := firsts.get(key, 0)) > last:
                message = f"{key} is of {first} (arXiv {context.papers[key].record.arxiv}), this paper of {year}"
                hint = "look whether another paper is meant, or the year is wrong"
                yield entry, Finding(("cites", number), message, hint)


def _first_year(paper: Paper) -> int:
    """Return the year that a paper's arXiv id tells; 0 where none does."""
    return arxiv_year(paper.arxiv) if paper.arxiv and is_id("arxiv", paper.arxiv) else 0


def _year_and_venue(paper: Paper) -> tuple[int, str]:
    return paper.year, paper.venue


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


CHECKS = (unknown, itself, twice, not_read, former, younger, other_paper)
