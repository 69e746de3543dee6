"""Keep the categories that the form "add a paper" offers in step with the taxonomy.

Usage: python -m tools.categories     (writes the form's options; a test fails while they differ)
"""

from __future__ import annotations

import re
from pathlib import Path

import effllm
from tools.form import ADD_PAPER

ROOT = Path(__file__).parents[1]

_OPTIONS = re.compile(r"(?<=# python -m tools\.categories writes them\n)(?: {8}- .*\n)+")


def with_categories(form: str, ids: list[str]) -> str:
    """Return the form's text with these ids as its options.

    Raises:
        ValueError: the form has no line that says where the options stand.
    """
    options = "".join(f"        - {category}\n" for category in ids)
    text, count = _OPTIONS.subn(options, form)
    if count != 1:
        raise ValueError(f"{ADD_PAPER.name} has no options to write")
    return text


def leaves() -> list[str]:
    """Return the ids of the categories that papers stand in, in order of the tree."""
    return [node.id for node in effllm.load(ROOT).taxonomy.leaves]


def main() -> None:
    """Write the options."""
    ADD_PAPER.write_text(with_categories(ADD_PAPER.read_text(encoding="utf-8"), leaves()), encoding="utf-8")


if __name__ == "__main__":
    main()
