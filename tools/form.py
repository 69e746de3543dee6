"""A filled issue form as data, and text of strangers as a harmless block of a comment.

GitHub writes each answer below a heading with the question's label. What stands there is a stranger's: it is only ever
taken apart here, never run, and never placed into a command, a path or Markdown as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from effllm.wording import visible

NO_ANSWER = "_No response_"
"""What GitHub writes for a question that was left empty; of a dropdown it may also be ``None``."""

LONGEST_BODY = 70_000
"""Characters; GitHub takes 65,536."""

LONGEST_BLOCK = 20_000
"""Characters of a block in a comment."""

ADD_PAPER = Path(__file__).parents[1] / ".github" / "ISSUE_TEMPLATE" / "add-paper.yml"
"""The form that asks for a paper."""

_FENCE = re.compile(r"`+")
_TICKED = re.compile(r"- \[[xX]\] (.+)")


class BadForm(ValueError):  # noqa: N818 - not an error of the program
    """The form cannot be read; the text says what to change."""


def questions(form: Path) -> dict[str, str]:
    """Return ``{label: id}`` of the questions of a form in ``.github/ISSUE_TEMPLATE``, in order."""
    return {part["attributes"]["label"]: part["id"] for part in _parts(form) if "id" in part}


def boxes(form: Path) -> set[str]:
    """Return the labels of the boxes to tick of a form: an answer may hold others."""
    return {
        box["label"] for part in _parts(form) if part["type"] == "checkboxes" for box in part["attributes"]["options"]
    }


def _parts(form: Path) -> list[dict[str, Any]]:
    given: dict[str, list[dict[str, Any]]] = yaml.safe_load(form.read_text(encoding="utf-8"))
    return given["body"]


def answers(body: str, labels: dict[str, str]) -> dict[str, str]:
    """Return ``{id: answer}`` of an issue's text; the answer is empty where there is none.

    Args:
        body: text of the issue.
        labels: ``{label: id}`` of the questions, in the form's order.

    Raises:
        BadForm: the text is too long, or its headings are not those of the form, each once and in order. A heading
            that somebody writes into an answer must not start another answer.
    """
    if len(body) > LONGEST_BODY:
        raise BadForm(f"the form is too long: {len(body)} characters")
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    headings = {f"### {label}": label for label in labels}
    places = [(number, headings[line.rstrip()]) for number, line in enumerate(lines) if line.rstrip() in headings]
    found = [label for _, label in places]
    if twice := next((label for label in found if found.count(label) > 1), None):
        raise BadForm(f'the heading "{twice}" is there twice: leave the headings of the form out of your answers')
    if found != [label for label in labels if label in found]:
        raise BadForm("the headings of the form are not in their order: fill in a new form")
    marks = pairwise([*places, (len(lines), "")])
    given = {label: "\n".join(lines[at + 1 : end]) for (at, label), (end, _) in marks}
    return {question: _answer(given.get(label, "")) for label, question in labels.items()}


def _answer(text: str) -> str:
    text = text.strip()
    return "" if text in {NO_ANSWER, "None"} else text


def ticked(answer: str) -> list[str]:
    """Return the labels of the boxes that are ticked."""
    return [match[1].strip() for line in answer.splitlines() if (match := _TICKED.fullmatch(line.strip()))]


def block(text: str) -> str:
    """Return a text as a fenced block that nothing in it can end.

    Inside one, GitHub mentions nobody, links no issue and renders no markup. Characters that are not seen, or turn the
    direction of writing, are shown as escapes.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    shown = "\n".join(visible(line.expandtabs(4)) for line in lines).strip("\n")
    if len(shown) > LONGEST_BLOCK:
        shown = f"{shown[:LONGEST_BLOCK]}\n... and {len(shown) - LONGEST_BLOCK} more characters"
    fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(shown))])
    return f"{fence}text\n{shown}\n{fence}"
