"""How much is found, and how much of what is said is right, on made-up lists with planted defects."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.lint.lists import bibtex_file, markdown_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lint.lists import Planted


@pytest.mark.parametrize("made", [markdown_list, bibtex_file])
def test_recall_and_precision(made: Callable[[], Planted], capsys: pytest.CaptureFixture[str]) -> None:
    planted = made()
    assert set(Counter(planted.expected.values()).values()) == {6}
    assert (len(planted.expected), planted.clean) == (60, 200)
    recall, precision, wrong, missed = planted.score()
    with capsys.disabled():
        sys.stdout.write(f"\n  {planted.name}: recall {recall:.3f}, precision {precision:.3f}\n")
    assert recall >= 0.95, missed
    assert precision >= 0.99, wrong
