"""C: the taxonomy, and how papers are sorted into it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check, put
from effllm.id_kinds import SLUG
from effllm.nearest import nearest
from effllm.rules.context import each
from effllm.store.layout import OVERVIEW
from effllm.store.writer import line
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.records import Category, Paper
    from effllm.rules.context import Context, EntryFindings, Findings
    from effllm.store.document import Loc
    from effllm.store.entry import Entry

UNKNOWN = Rule(
    "C001",
    "A category is one of the taxonomy",
    "A paper in a category that does not exist is on no page.",
    "categories: [weight-only-quantisation]",
    "categories: [weight-only-quantization]",
    fix="A category's heading becomes its id.",
)
NOT_A_LEAF = Rule(
    "C002",
    "A paper is in a category without sub-categories",
    "The page of a category shows everything below it, so the most precise one puts the paper on all of them.",
    "categories: [quantization]",
    "categories: [weight-only-quantization]",
)
LISTED = Rule(
    "C003",
    "One category at least, and each once",
    "The first is the primary one; a paper without any is found by nobody who browses.",
    "categories: []",
    "categories: [weight-only-quantization]",
    fix="The second of two is deleted.",
)
ID_TWICE = Rule(
    "C004",
    "A category's id is unique in the whole tree, and so is an alias",
    "Records name a category by its id alone, and its page keeps the addresses that it had.",
    "- id: pruning\n- id: pruning",
    "- id: pruning\n- id: data-pruning",
)
ID_FORM = Rule(
    "C005",
    "A category's id is its heading in lower case and hyphens",
    "It becomes the address of a page.",
    "- id: Weight_Only Quantization",
    "- id: weight-only-quantization",
)

TOO_MANY = Rule(
    "C006",
    "A paper has at most three categories",
    "A paper that is everywhere helps nobody who browses; most belong to one category.",
    "categories: [white-box-kd, kv-cache-quantization,\n  query-routing, prefix-tuning]",
    "categories: [white-box-kd, query-routing]",
)

SIBLINGS = Rule(
    "C007",
    "A paper is in one sub-category of a category, not in two",
    "The sub-categories are ways to do one thing; the page of the category above shows the paper either way.",
    "categories: [width-pruning, depth-pruning]",
    "categories: [width-pruning]",
)

MIXED = frozenset({"speculative-decoding", "kv-cache-optimization", "efficient-reasoning"})
"""Categories whose sub-categories one method often joins, so that a paper may be in two of them."""

MOST = 3
"""How many categories a paper may have."""

_MANY_LEAVES = 12
IS_SLUG = re.compile(SLUG)


def of_heading(text: str, context: Context) -> str:
    """Return the category of this heading, or of this id in another spelling; empty where there is none."""
    names = {
        title_key(name): category.id
        for category in context.categories.values()
        for name in (*category.aliases, category.name, category.id)
    }
    return names.get(title_key(text), "")


def category_meant(text: str, context: Context) -> str:
    """Say which category is meant: the one of this heading, else the nearest."""
    if found := of_heading(text, context):
        return f"write: {found}"
    for entry in context.entries("paper"):
        paper: Paper = entry.record
        if paper.name and paper.categories and title_key(paper.name) == title_key(text):
            return f"did you mean {paper.categories[0]}, where the paper {paper.name} is?"
    by_heading = {category.name: category.id for category in context.categories.values()}
    near = dict.fromkeys(by_heading.get(word, word) for word in nearest(text, [*context.categories, *by_heading]))
    return f"did you mean {' or '.join(near)}?" if near else "effllm tree shows all categories"


def unfit(name: str, context: Context) -> tuple[Rule, str, str] | None:
    """Say why no paper can be in a category: rule, message, hint; None where papers can."""
    category = context.categories.get(name)
    if category is None:
        meant = of_heading(name, context)
        if meant and not IS_SLUG.fullmatch(meant):
            return None  # the category's own id is reported as wrong
        return (UNKNOWN, f'no category "{name}"', category_meant(name, context)) if context.categories else None
    if not category.children:
        return None
    leaves = [below.id for below in category.walk() if not below.children]
    more = f", and {len(leaves) - _MANY_LEAVES} more: effllm tree {name}" if len(leaves) > _MANY_LEAVES else ""
    return NOT_A_LEAF, f"{name} has sub-categories", f"one of: {', '.join(leaves[:_MANY_LEAVES])}{more}"


def _unfit(paper: Paper, context: Context, rule: Rule) -> Findings:
    for number, name in enumerate(paper.categories):
        if name and (found := unfit(name, context)) and found[0] is rule:
            meant = of_heading(name, context)
            edit = put(None if meant in paper.categories else meant, "categories", number)
            yield Finding(("categories", number), *found[1:], fix=() if meant in {"", name} else edit)


@each("paper", UNKNOWN)
def unknown(paper: Paper, context: Context) -> Findings:
    """Look the categories up."""
    yield from _unfit(paper, context, UNKNOWN)


@each("paper", NOT_A_LEAF)
def not_a_leaf(paper: Paper, context: Context) -> Findings:
    """Look for categories that have sub-categories."""
    yield from _unfit(paper, context, NOT_A_LEAF)


@each("paper", LISTED, needs=("categories",))
def listed(paper: Paper, _: Context) -> Findings:
    """Look for an empty list and for repetitions."""
    if not paper.categories:
        yield Finding(("categories",), "no category", "effllm tree shows all categories")
    seen: set[str] = set()
    for number, name in enumerate(paper.categories):
        if name in seen:
            fix = put(None, "categories", number)
            yield Finding(("categories", number), f"{name} is repeated", "delete one of the two", fix=fix)
        seen.add(name)


def surplus(names: Sequence[str]) -> tuple[str, str] | None:
    """Say that categories are too many, and what to do; None where they are not."""
    distinct = list(dict.fromkeys(filter(None, names)))
    if len(distinct) <= MOST:
        return None
    hint = f"keep those in which a reader would miss the paper: categories: [{', '.join(distinct[:MOST])}] or fewer"
    return f"{len(distinct)} categories; at most {MOST}", hint


def sibling(names: Sequence[str], context: Context) -> tuple[int, str, str] | None:
    """Return the place of the first category that has a sibling before it, what is wrong and what to do, if any."""
    first: dict[str, str] = {}
    for number, name in enumerate(names):
        above = context.category_parents.get(name, "")
        other = first.setdefault(above, name)
        if above and above not in MIXED and other != name:
            hint = f"keep the one that is the contribution; the page of {above} shows the paper either way"
            return number, f"{other} and {name} are both directly below {above}", hint
    return None


@each("paper", TOO_MANY)
def too_many(paper: Paper, _: Context) -> Findings:
    """Count the categories."""
    if found := surplus(paper.categories):
        yield Finding(("categories",), *found)


@each("paper", SIBLINGS)
def siblings(paper: Paper, context: Context) -> Findings:
    """Look for two categories with the same one above them."""
    if found := sibling(paper.categories, context):
        number, message, hint = found
        yield Finding(("categories", number), message, hint)


def _ids(context: Context) -> Iterator[tuple[Entry, Category, str, Loc]]:
    """Yield every id and alias of the tree, ids first, with its category and place."""
    for entry, category, loc in context.tree():
        yield entry, category, category.id, (*loc, "id")
    for entry, category, loc in context.tree():
        for number, alias in enumerate(category.aliases):
            yield entry, category, alias, (*loc, "aliases", number)


@check(ID_TWICE)
def id_twice(context: Context) -> EntryFindings:
    """Look for ids and aliases that are repeated."""
    first: dict[str, tuple[str, Category, Loc]] = {}
    for entry, category, name, loc in _ids(context):
        path, other, place = first.setdefault(name, (entry.document.path, category, loc))
        if name and (other, place) != (category, loc):
            is_alias = "aliases" in loc
            what = "an alias" if "aliases" in place else "the id"
            message = f'{name} is {what} of "{other.name}" in {path} already'
            hint = "give one of them another id, with a word of the heading above it"
            yield entry, Finding(loc, message, "delete the alias here" if is_alias else hint)


@check(ID_FORM)
def id_form(context: Context) -> EntryFindings:
    """Check the form of ids and aliases."""
    for entry, _, name, loc in _ids(context):
        if name and not IS_SLUG.fullmatch(name):
            right = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
            written = right if "aliases" in loc else line("id", right)
            hint = f"write: {written}" if right else "small letters, digits and hyphens"
            yield entry, Finding(loc, f'"{name}" is not in lower case and hyphens', hint)
        elif name == OVERVIEW:
            hint = "give it an id with a word of its heading"
            yield entry, Finding(loc, f"the page {OVERVIEW} is the overview of all categories", hint)


CHECKS = (unknown, not_a_leaf, listed, id_twice, id_form, too_many, siblings)
