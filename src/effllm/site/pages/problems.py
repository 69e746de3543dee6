"""A page for each rule that records keep: its text is its documentation."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from effllm.rules import RULES
from effllm.site.building.render import overview, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

FAMILIES = {
    "Y": "The file can be read",
    "S": "The fields are right",
    "F": "The form is right",
    "K": "Keys",
    "T": "Titles, names and summaries",
    "V": "Venue and year",
    "I": "Identifiers",
    "L": "Links",
    "C": "Categories",
    "R": "Citations",
    "D": "Duplicates",
    "O": "Sources",
    "M": "Results, laws and set-ups",
    "G": "Reading lists",
    "P": "Public lists",
    "N": "Models and hardware",
    "Q": "Formulas",
    "W": "Frameworks, venues and vocabulary",
}
"""What the codes of a letter are about, in the order of the page."""


EXAMPLES = Path(__file__).parents[1] / "problems.json"
"""How each code is said: golden cases of the tests, kept current by them."""


class Example(TypedDict):
    """A case in which a rule was broken.

    Attributes:
        name: what is special about it, in a few words.
        first: number of its first line.
        lines: lines of the file, the last of them at fault; empty where a file cannot be shown.
        caret: characters before the place in the last line.
        said: what the check prints.
    """

    name: str
    first: int
    lines: list[str]
    caret: int
    said: str


@cache
def examples() -> dict[str, list[Example]]:
    """Return the examples of each code."""
    found: dict[str, list[Example]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def excerpt(example: Example) -> str:
    """Return the lines of an example with their numbers, and a caret below the place."""
    if not example["lines"]:
        return ""
    width = len(str(example["first"] + len(example["lines"]) - 1))
    rows = [f"{number:>{width}} | {line}" for number, line in enumerate(example["lines"], example["first"])]
    return "\n".join([*rows, f"{'':{width}} | {'':{example['caret']}}^"])


def message(example: Example) -> str:
    """Return what is said of an example, without its place and its help."""
    return example["said"].partition("\n")[0].split(" ", 2)[2].removeprefix("warning: ")


def pages(_: View, here: Overview) -> Iterator[Made]:
    """Yield the table of all rules and the page of each."""
    families = [
        {"letter": letter, "title": title, "rules": [rule for rule in RULES if rule.code.startswith(letter)]}
        for letter, title in FAMILIES.items()
    ]
    said = {code: message(cases[0]) for code, cases in examples().items() if cases}
    yield overview(
        here,
        "problems.html",
        {"description": "The codes of the checks on records, what each asks for and why"},
        families=families,
        said=said,
    )
    for before, rule, after in zip((None, *RULES), RULES, (*RULES[1:], None), strict=False):
        yield page(
            f"contribute/problems/{rule.code.lower()}.md",
            "problem.html",
            f"{rule.code}: {rule.title.replace('`', '')}",
            {"description": rule.why.replace("`", "")},
            rule=rule,
            family=FAMILIES[rule.code[0]],
            cases=[(case["name"], excerpt(case), case["said"]) for case in examples().get(rule.code, [])],
            before=before,
            after=after,
        )
