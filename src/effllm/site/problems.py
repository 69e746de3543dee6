"""A page for each rule that records keep: its text is its documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.rules import RULES
from effllm.site.render import page

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    "W": "Frameworks, models, venues and vocabulary",
}
"""What the codes of a letter are about, in the order of the page."""


def pages() -> Iterator[tuple[str, str]]:
    """Yield the table of all rules and the page of each."""
    families = [
        {"letter": letter, "title": title, "rules": [rule for rule in RULES if rule.code.startswith(letter)]}
        for letter, title in FAMILIES.items()
    ]
    yield page(
        "contribute/problems/index.md",
        "problems.html",
        "Problems a check can find",
        {"description": "The codes of the checks on records, what each asks for and why"},
        families=families,
    )
    for rule in RULES:
        yield page(
            f"contribute/problems/{rule.code.lower()}.md",
            "problem.html",
            f"{rule.code}: {rule.title.replace('`', '')}",
            {"description": rule.why.replace("`", "")},
            rule=rule,
        )
