"""The rough title lets everything through that has the same key, and SQL computes the same as Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.harvest.engines import TEXTS
from effllm.harvest.rough_title import rough, sql
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm.harvest.engines import Engine

SPELLINGS = (
    ("PanGu-π", "PanGu Pi", "PANGU-Π"),
    ("LoRA+: Fast", "LoRA Plus Fast", "lora plus \u2013 fast"),
    ("Größer ist naïve", "Grosser ist naive", "GRÖSSER  IST NAÏVE"),
    ("Æther's “Ladders”", "Aethers Ladders"),
    ("1,000 Layers of 2 7B", "1000 layers of 2-7b"),
    ("E²-LLM", "E2-LLM"),
    ("ﬁne Tuning", "Fine-Tuning"),
    ("Łukasz\u2019s ∞-former", "Lukasz's ∞former"),
)
TITLES = [title for spellings in SPELLINGS for title in spellings]
ODD = [
    *TITLES,
    "",
    "'; DROP",
    "back\\slash",
    "\u2061abc",
    "\x7f\x85",
    "中文 标题",
    "МАЛЫЕ Модели",
    "\u2028 x",
    "a'b''c",
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda one: one[0])
def test_spellings_of_one_title_are_alike(spellings: tuple[str, ...]) -> None:
    assert len({title_key(one) for one in spellings}) == 1, "the test's own claim"
    assert len({rough(one) for one in spellings}) == 1


@given(st.lists(st.sampled_from(TITLES), min_size=1, max_size=4), st.data())
def test_what_has_the_same_key_has_the_same_rough_key(parts: list[str], data: st.DataObject) -> None:
    other = [data.draw(st.sampled_from(next(s for s in SPELLINGS if part in s))) for part in parts]
    one, two = " ".join(parts), " ".join(other)
    if title_key(one) == title_key(two):
        assert rough(one) == rough(two)


@given(st.text(max_size=30))
def test_case_and_punctuation_of_any_script_do_not_count(text: str) -> None:
    assert rough(text) == rough(f" {text}! ")


def _computed(engine: Engine, titles: list[str]) -> list[str]:
    engine.give("known", [(str(number), title) for number, title in enumerate(titles)])
    rows = engine.rows(f"SELECT kind, {sql('value')} FROM known")  # noqa: S608 - of this test
    found = {int(kind): key for kind, key in rows}
    return [found[number] for number in range(len(titles))]


def test_sql_computes_the_same(make: Callable[[], Engine]) -> None:
    assert TEXTS["known"] == ("kind", "value")
    assert _computed(make(), ODD) == [rough(title) for title in ODD]


def test_sql_computes_the_same_of_every_sign(make: Callable[[], Engine]) -> None:
    signs = [sign for sign in map(chr, [*range(1, 0xD800), *range(0xE000, 0xFFFE)]) if len(sign.lower()) == 1]
    titles = ["".join(signs[start : start + 16]) for start in range(0, len(signs), 16)]
    engine_lower_is_older = [
        key for key, title in zip(_computed(make(), titles), titles, strict=True) if key != rough(title)
    ]
    assert len(engine_lower_is_older) <= 10  # capitals of scripts that are new in Unicode
