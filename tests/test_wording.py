from __future__ import annotations

import pytest

from effllm.wording import count, cut, visible


def test_count() -> None:
    assert count(1, "paper") == "1 paper"
    assert count(1234, "category", "categories") == "1,234 categories"


@pytest.mark.parametrize(
    ("text", "shown"), [("Ten signs.", "Ten signs."), ("Eleven here", "Eleven..."), ("Seven   and more", "Seven...")]
)
def test_cut(text: str, shown: str) -> None:
    assert cut(text, 10) == shown


def test_visible() -> None:
    assert visible("é\t\u202e\x1b[2J") == r"é\t\u202e\x1b[2J"
