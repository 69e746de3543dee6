"""G: reading lists, which guide a reader through the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check, put, twice
from effllm.rules.categories import category_meant, of_heading
from effllm.rules.citations import meant
from effllm.rules.context import each, with_the_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Reading, ReadingList
    from effllm.rules.context import Context, EntryFindings, Findings
    from effllm.store.document import Loc

PAPER = Rule(
    "G001",
    "A paper of a reading list is a record here",
    "Every line of a list leads to a page.",
    "- paper: frantar2022gtpq",
    "- paper: frantar2022gptq",
)
TWICE = Rule(
    "G002",
    "A paper is listed once in a reading list",
    "A list is an order to read in, and nobody reads a paper twice.",
    "- paper: frantar2022gptq\n- paper: frantar2022gptq",
    "- paper: frantar2022gptq\n- paper: lin2023awq",
)
WHY = Rule(
    "G003",
    "A reason is one sentence",
    "It is shown beside the title, on phones too; what the paper does is told in its own summary.",
    "why: good paper",
    "why: Most others are compared with it.",
)
EMPTY = Rule(
    "G004",
    "A reading list and its parts hold papers",
    "A heading with nothing below it is a promise.",
    "sections:\n  - name: Basics\n    papers: []",
    "sections:\n  - name: Basics\n    papers:\n      - paper: frantar2022gptq\n        why: ...",
)
NAME = Rule(
    "G005",
    "A reading list has a name of its own",
    "Two lists of one name cannot be told apart in a menu.",
    "# a.yml\nname: Start here\n# b.yml\nname: Start here",
    "# a.yml\nname: Start here\n# b.yml\nname: Start here with quantization",
)

CATEGORY = Rule(
    "G006",
    "The category of a reading list is in the taxonomy",
    "The page of the category names the list.",
    "category: Quantisation",
    "category: quantization",
    fix="A category's heading becomes its id.",
)

_LONGEST = 240


def _readings(reading_list: ReadingList) -> Iterator[tuple[Loc, Reading]]:
    for part, section in enumerate(reading_list.sections):
        yield from ((("sections", part, "papers", number), paper) for number, paper in enumerate(section.papers))


@each("reading-list", PAPER, others=True)
def paper(reading_list: ReadingList, context: Context) -> Findings:
    """Look the papers up."""
    for loc, reading in _readings(reading_list):
        key = reading.paper
        if key and not context.has_paper(key):
            now = context.former_keys.get(key)
            message = f"{key} is now {now}" if now else f'no paper "{key}"'
            yield Finding((*loc, "paper"), message, f"write: paper: {now}" if now else meant(key, context))


@each("reading-list", TWICE)
def named_twice(reading_list: ReadingList, _: Context) -> Findings:
    """Look for papers that are named twice; a person decides which of the two reasons stays."""
    return twice((((*loc, "paper"), reading.paper) for loc, reading in _readings(reading_list)), fixable=False)


@each("reading-list", WHY)
def why(reading_list: ReadingList, _: Context) -> Findings:
    """Check that reasons are sentences."""
    for loc, reading in _readings(reading_list):
        if fault := not_a_sentence(reading.why):
            yield Finding((*loc, "why"), *fault)


def not_a_sentence(given: str) -> tuple[str, str] | None:
    """Say why a text beside a title is not one short sentence, and what to do; None where it is."""
    text = given.strip()
    if len(text) > _LONGEST:
        message = f"{len(text)} characters; at most {_LONGEST} fit beside a title"
        return message, "keep one sentence: what a reader gets from it"
    if text and not (text[0].isupper() and text.endswith((".", "!", "?"))):
        return "this is not a sentence", "start with a capital, end with a full stop"
    return None


@each("reading-list", EMPTY, needs=("sections",))
def empty(reading_list: ReadingList, _: Context) -> Findings:
    """Look for parts without papers."""
    if not reading_list.sections:
        yield Finding(("sections",), "a list without papers", "add a section with papers, or delete the file")
    for part, section in enumerate(reading_list.sections):
        if not section.papers:
            yield Finding(
                ("sections", part, "papers"), f"no papers below {section.name}", "add one, or delete the section"
            )


@check(NAME)
def name(context: Context) -> EntryFindings:
    """Look for two lists of one name."""
    for entry, other in with_the_first(context.entries("reading-list"), lambda one: one.record.name.casefold()):
        message = f"{entry.record.name} is the name of {other.document.path} already"
        yield entry, Finding(("name",), message, "say in the name what this list is about")


@each("reading-list", CATEGORY)
def category(reading_list: ReadingList, context: Context) -> Findings:
    """Look the category up."""
    given = reading_list.category
    if given and context.categories and given not in context.categories:
        right = of_heading(given, context)
        fix = put(right, "category") if right else ()
        yield Finding(("category",), f'no category "{given}"', category_meant(given, context), fix=fix)


CHECKS = (paper, named_twice, why, empty, name, category)
