"""Filled forms, as GitHub writes them into an issue."""

from __future__ import annotations

from tools.form import ADD_PAPER, NO_ANSWER, questions

BOXES = "- [ ] I am an author of this paper.\n- [ ] An AI tool helped me to fill in this form."


def filled(**answers: str) -> str:
    """Return the text of an issue made with the form "add a paper"; what is not given was left empty."""
    given = {"disclosure": BOXES, **answers}
    parts = [f"### {label}\n\n{given.get(name, NO_ANSWER)}" for label, name in questions(ADD_PAPER).items()]
    return "\n\n".join(parts)
