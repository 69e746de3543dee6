"""Where a source as records write it leads."""

from __future__ import annotations

from datetime import date

import pytest

from effllm.records import Source


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("doi:10.1145/3620665.3640411, Table 2", "https://doi.org/10.1145/3620665.3640411"),
        ("https://doi.org/10.1000/Thin.1; page 3", "https://doi.org/10.1000/thin.1"),
        ("arXiv:2311.00001v2, Table 2", "https://arxiv.org/abs/2311.00001"),
        ("https://example.org/a?b=10.1000/x,", "https://example.org/a?b=10.1000/x,"),
        ("openalex:W2741809807", "https://openalex.org/W2741809807"),
        ("https://example.org/thin, Table 2", "https://example.org/thin"),
        ("derived:acl", None),
        ("the printed proceedings", None),
    ],
)
def test_address(source: str, address: str | None) -> None:
    assert Source(source).url == address


@pytest.mark.parametrize(
    ("source", "day"),
    [
        ("judged:2026-11-30", date(2026, 11, 30)),
        ("judged:2026-02-30", None),
        ("judged:yesterday", None),
        ("arXiv:2311.00001, judged:2026-11-30", None),
    ],
)
def test_a_decision_has_its_day(source: str, day: date | None) -> None:
    assert Source(source).judged == day
    assert Source(source).url is None or day is None


@pytest.mark.parametrize(
    "source", ["\u043f\u0440\u0438\u043c\u0435\u0440/repo:README.md", "example/list:README.md#L\uff11\uff12"]
)
def test_places_are_those_of_repositories(source: str) -> None:
    assert Source(source).line is None
