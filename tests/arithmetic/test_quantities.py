from __future__ import annotations

import copy
import pickle

import pytest

from effllm.arithmetic import Quantity, read_number, rounding


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("4096", "tokens", 4096),
        ("131,072", "tokens", 131072),
        ("70b", "parameters", 7e10),
        ("1.4T", "tokens", 1.4e12),
        ("4k", "tokens", 4000),
        ("4Ki", "tokens", 4096),
        ("1e9", "", 1e9),
        ("-.5", "", -0.5),
        ("80 GB", "bytes", 8e10),
        ("80GiB", "bytes", 85899345920),
        ("3.35TB/s", "bytes/s", 3.35e12),
        ("70%", "", 0.7),
        ("20 ms", "s", 0.02),
        ("8 tokens", "tokens", 8),
    ],
)
def test_numbers_as_people_write_them(text: str, unit: str, value: float) -> None:
    assert read_number(text, unit) == value


@pytest.mark.parametrize(
    "text", ["", "k", "much", "1 2", "1..2", "4 GB", "e9", "1e", "0x10", "NaN", "inf", "1" * 400 + "x"]
)
def test_what_is_no_number_of_tokens(text: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        read_number(text, "tokens")


@pytest.mark.parametrize(
    ("text", "half"), [("1.6", 0.05), ("1.60", 0.005), ("800", 0.5), ("1.26e24", 5e21), ("145.6B", 5e7), ("1,024", 0.5)]
)
def test_how_far_printed_digits_reach(text: str, half: float) -> None:
    assert rounding(text) == pytest.approx(half)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (11173625856, "bytes", "11,173,625,856 bytes, 11.17 GB or 10.41 GiB"),
        (512, "bytes", "512 bytes"),
        (1500.5, "bytes", "1,500.5 bytes, 1.50 KB or 1.47 KiB"),
        (5.88e23, "FLOP", "5.88e+23 FLOP"),
        (0.16320606, "", "0.163206"),
        (226860176255.188, "tokens", "226,860,000,000 tokens"),
        (8030261248, "parameters", "8,030,261,248 parameters"),
    ],
)
def test_how_a_quantity_is_shown(value: float, unit: str, shown: str) -> None:
    assert str(Quantity(value, unit)) == shown


def test_a_quantity_is_a_number_and_keeps_its_unit() -> None:
    memory = Quantity(3, "bytes")
    assert memory + 1 == 4
    assert [one.unit for one in (copy.copy(memory), copy.deepcopy(memory), pickle.loads(pickle.dumps(memory)))] == [  # noqa: S301 - our own
        "bytes"
    ] * 3
    assert repr(memory) == "Quantity(3.0, 'bytes')"
