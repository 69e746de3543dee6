"""The real records: right, and written in the one form."""

from __future__ import annotations

from pathlib import Path

import pytest

from effllm import rules
from effllm.store import checkout, layout

ROOT = Path(__file__).parents[2]


@pytest.mark.corpus
def test_the_records_are_right() -> None:
    """Loading and saving every record changes no byte (F001), and no rule is broken."""
    found = checkout.read(ROOT)
    may_lack = (layout.REFERENCES, layout.CITED)  # no snapshot of the literature was read yet, so nothing is counted
    assert all(found.entries[kind.name] for kind in layout.KINDS if kind not in may_lack)
    assert not list(map(str, rules.check(found)))


@pytest.mark.corpus
def test_warnings_are_rare() -> None:
    """A rule that warns of many right records would be read by nobody."""
    found = checkout.read(ROOT)
    warned = {problem.path for problem in rules.warnings(found)}
    assert len(warned) <= len(found.entries["paper"]) / 25, sorted(warned)
