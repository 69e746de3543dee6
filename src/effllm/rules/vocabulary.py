"""W: frameworks, the papers that they and models name, and the lists they take their words from."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check
from effllm.nearest import did_you_mean
from effllm.records.framework import GROUPS, Supports
from effllm.rules.categories import IS_SLUG
from effllm.rules.citations import meant
from effllm.rules.context import cites, each, with_the_first
from effllm.rules.kept_findings import identity
from effllm.store.writer import line
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Cell, Framework, Venue, Vocabulary
    from effllm.rules.context import Context, EntryFindings, Findings
    from effllm.store.document import Loc
    from effllm.store.entry import Entry

WORD = Rule(
    "W001",
    "A cell's name is a word of the vocabulary",
    "Frameworks are compared word by word; a word of its own has no column.",
    "hardware:\n  nvidea: {...}",
    "hardware:\n  nvidia: {...}",
)
EVIDENCE = Rule(
    "W002",
    "Every cell says where and when it was read",
    "A capability without source and date is a rumour, and nobody can tell when it became one.",
    'inference: {value: "yes"}',
    'inference:\n  value: "yes"\n  source: owner/name:README.md\n  checked: "2025-11"',
)
REF = Rule(
    "W011",
    "A cell says whether it was read on the main branch, in the documentation or in a release",
    "A branch, a fork or an old release says other things than the project of today does.",
    'value: "yes"\nsource: owner/name:README.md@0c1a2b3#L4\nchecked: "2026-08-20"',
    'value: "yes"\nsource: owner/name:README.md@0c1a2b3#L4\nref: main\nchecked: "2026-08-20"',
)
STATE = Rule(
    "W004",
    "A kind and a state are words of the vocabulary",
    "Readers compare within one kind; the filter for living projects works on the state.",
    "status:\n  state: alive",
    "status:\n  state: active",
)
PAPER = Rule(
    "W005",
    "The paper of a framework, model or measurement is a record here",
    "The pages link to each other.",
    "paper: kwon2023vlm",
    "paper: kwon2023vllm",
)
ID_TWICE = Rule(
    "W006",
    "An id is in its list once",
    "Records name a venue, a word or an accelerator by its id alone.",
    "- id: ICLR\n- id: ICLR",
    "- id: ICLR\n- id: ICML",
)
REPO_TWICE = Rule(
    "W007",
    "A repository has one framework",
    "Two records of one project would drift apart.",
    "# a.yml\nrepo: owner/name\n# b.yml\nrepo: Owner/name",
    "# a.yml\nrepo: owner/name",
)
RELEASE = Rule(
    "W008",
    "The first release is a year of software",
    "The table sorts by it.",
    "first_release: 203",
    "first_release: 2023",
)
ALIAS_TWICE = Rule(
    "W009",
    "An alias leads to one venue",
    "`effllm add` turns the spellings of other sources into ours; two answers are no answer.",
    "- id: ICLR\n  aliases: [ICML]\n- id: ICML",
    "- id: ICLR\n  aliases: []\n- id: ICML",
)
ID_FORM = Rule(
    "W010",
    "An id is in lower case and hyphens",
    "It becomes part of an address.",
    "- id: Paged KV Cache",
    "- id: paged-kv-cache",
)

_WORD_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_FIRST_RELEASE = 1990


def cells(framework: Framework) -> Iterator[tuple[Loc, Cell]]:
    """Yield every cell that the record gives, with its place."""
    uses = framework.supports
    yield from (
        (("supports", use), getattr(uses, use)) for use in Supports.model_fields if use in uses.model_fields_set
    )
    for group in GROUPS[1:]:
        yield from (((group, name), cell) for name, cell in getattr(framework, group).items())


def _words(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the ids of each group's words."""
    return {group: [word.id for word in getattr(vocabulary, group)] for group in type(vocabulary).model_fields}


@each("framework", WORD)
def word(framework: Framework, context: Context) -> Findings:
    """Look the cells' names up."""
    if context.vocabulary is None:
        return
    words = _words(context.vocabulary)
    for group in GROUPS[1:]:
        for name in getattr(framework, group):
            if name not in words[group]:
                others = [other for other in GROUPS if name in words[other]]
                hint = f"it is in {others[0]}" if others else did_you_mean(name, words[group])
                hint = hint or f"add it to {group} in taxonomy/vocabulary.yml"
                yield Finding((group, name), f'{group} has no word "{name}"', hint, key=True)


@each("framework", EVIDENCE)
def evidence(framework: Framework, _: Context) -> Findings:
    """Look for cells without source or date."""
    for loc, cell in cells(framework):
        lacks = ["checked"] if cell.checked is None else []
        if cell.value != "unknown" and cell.source is None:
            lacks.insert(0, "source")
        if lacks:
            examples = {"source": "source: owner/name:README.md", "checked": 'checked: "2025-11"'}
            hint = f"add {', '.join(examples[name] for name in lacks)}"
            yield Finding(loc, f'{loc[-1]} says "{cell.value}" without {" and ".join(lacks)}', hint)


@each("framework", REF)
def ref(framework: Framework, _: Context) -> Findings:
    """Look for cells that do not say of what kind their commit or page is, or say it of nothing."""
    for loc, cell in cells(framework):
        if cell.source is None:
            if cell.ref:
                yield Finding((*loc, "ref"), f"{loc[-1]}: ref {cell.ref} without a source", "add source, or delete ref")
        elif cell.ref is None and (cell.source.commit or cell.source.kind == "address"):
            what = "commit is one of the main branch" if cell.source.commit else "page is documentation or a release"
            hint = "add ref: main or release" if cell.source.commit else "add ref: docs or release"
            yield Finding(loc, f"{loc[-1]} does not say whether its {what}", hint)


@each("framework", STATE)
def state(framework: Framework, context: Context) -> Findings:
    """Look the kind and the state up."""
    if context.vocabulary is None:
        return
    words = _words(context.vocabulary)
    named: tuple[tuple[str, Loc, str], ...] = (
        ("kind", ("kind",), framework.kind),
        ("status", ("status", "state"), framework.status.state),
    )
    for group, loc, name in named:
        if name and name not in words[group]:
            yield Finding(loc, f'no {loc[-1]} "{name}"', f"one of {', '.join(words[group])}")


@check(PAPER, of=(identity, cites))
def paper(context: Context) -> EntryFindings:
    """Look the papers of frameworks, models and measurements up."""
    for entry in chain.from_iterable(map(context.entries, ("framework", "model", "measurement"))):
        key = entry.record.paper
        if key and not context.has_paper(key):
            now = context.former_keys.get(key)
            message = f"{key} is now {now}" if now else f'no paper "{key}"'
            yield entry, Finding(("paper",), message, f"write: paper: {now}" if now else meant(key, context))


def _listed(context: Context) -> Iterator[tuple[str, Entry, Loc, str]]:
    """Yield every id of every list: the list, the file, the place and the id."""
    for kind in ("venues", "hardware"):
        yield from ((kind, entry, ("id",), entry.record.id) for entry in context.entries(kind))
    for entry in context.entries("vocabulary"):
        for group, ids in _words(entry.record).items():
            yield from ((group, entry, (group, number, "id"), id_) for number, id_ in enumerate(ids))


@check(ID_TWICE, of=())
def id_twice(context: Context) -> EntryFindings:
    """Look for ids that are repeated."""
    seen: set[tuple[str, str]] = set()
    for kind, entry, loc, id_ in _listed(context):
        if id_ and (kind, id_.casefold()) in seen:
            yield entry, Finding(loc, f"{kind} has {id_} already", "keep one of the two")
        seen.add((kind, id_.casefold()))


@check(REPO_TWICE)
def repo_twice(context: Context) -> EntryFindings:
    """Look for repositories that are in two files."""
    for entry, other in with_the_first(context.entries("framework"), lambda one: one.record.repo.casefold()):
        message = f"{entry.record.repo} is the repository of {other.document.path} already"
        yield entry, Finding(("repo",), message, "add what is new there and delete this file")


@each("framework", RELEASE)
def release(framework: Framework, context: Context) -> Findings:
    """Check the year of the first release."""
    year = framework.first_release
    if year is not None and not _FIRST_RELEASE <= year <= context.today.year:
        yield Finding(
            ("first_release",),
            f"first_release {year} is no year of a release",
            f"a year from {_FIRST_RELEASE} to this year",
        )


@check(ALIAS_TWICE)
def alias_twice(context: Context) -> EntryFindings:
    """Look for aliases that two venues claim, or that are a venue's id."""
    claimed = {title_key(entry.record.id): entry for entry in reversed(context.entries("venues"))}
    for entry in context.entries("venues"):
        venue: Venue = entry.record
        own = {venue.id}
        for number, alias in enumerate(venue.aliases):
            other = claimed.setdefault(title_key(alias), entry)
            twice = other is entry and alias in own
            own.add(alias)
            if alias and (twice or other is not entry):
                whose = "this venue" if twice else other.record.id
                hint = "delete it here" if twice else f"keep it with {venue.id} or with {other.record.id}"
                yield entry, Finding(("aliases", number), f"{alias} is a name of {whose} already", hint)


@check(ID_FORM)
def id_form(context: Context) -> EntryFindings:
    """Check the form of the ids of words and accelerators; venues are written as people write them."""
    for kind, entry, loc, id_ in _listed(context):
        form = IS_SLUG if kind == "hardware" else _WORD_ID
        if kind != "venues" and id_ and not form.fullmatch(id_):
            right = "-".join(re.findall(r"[a-z0-9]+", id_.lower()))
            hint = f"write: {line('id', right)}" if right else "small letters, digits and hyphens"
            yield entry, Finding(loc, f'"{id_}" is not in lower case and hyphens', hint)


CHECKS = (word, evidence, ref, state, paper, id_twice, repo_twice, release, alias_twice, id_form)
