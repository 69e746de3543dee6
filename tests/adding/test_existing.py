from __future__ import annotations

from typing import Any

import pytest

from effllm.adding.existing import Existing
from effllm.bibliography.reference import Reference
from tests.invented import PAPERS, paper

EXISTING = Existing(
    [
        *PAPERS,
        paper("doe2023acl", title="In the Anthology", authors=("Dora Doe",), acl="2023.acl-long.7"),
        paper("doe2020old", title="New Title", aliases=("The Old Title It Had",), authors=("Dora van Doe",)),
    ]
)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"arxiv": "2210.00001"}, "author2022squeeze"),
        ({"doi": "10.1000/SQUEEZE_1"}, "author2022squeeze"),
        ({"doi": "10.18653/v1/2023.acl-long.7"}, "doe2023acl"),
        ({"acl": "2019.inv-main.7"}, "berg2019prune"),
        ({"url": "http://www.example.org/note/"}, "unknown2021note"),
        ({"title": "Key value CACHE quantization.", "authors": ("The Invented Team",)}, "team2024cache"),
        ({"title": "The old title it had", "authors": ("D. Doe", "E. Else")}, "doe2020old"),
        ({"title": "A note on caches", "authors": ("Somebody Else",)}, "unknown2021note"),
        ({"title": "New title", "authors": ()}, "doe2020old"),
        ({"title": "New title", "authors": ("Somebody Else",)}, None),
        ({"title": "SQZ", "authors": ("Ada Author",)}, None),
        ({"title": "", "authors": ()}, None),
        ({"arxiv": "2210.00009"}, None),
    ],
)  # fmt: skip
def test_who_is_here(said: dict[str, Any], key: str | None) -> None:
    found = EXISTING.of(Reference(**{"title": "Something Else", **said}))
    assert (found.key if found else None) == key
