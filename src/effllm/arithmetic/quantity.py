"""Numbers with units, as people write and read them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple, Self


class Unit(NamedTuple):
    """A unit.

    Attributes:
        base: the unit that it is counted in.
        factor: how many of those it is.
    """

    base: str
    factor: float


_BASES = (
    "", "FLOP", "FLOP/byte", "FLOP/s", "J", "J/token", "PF-days", "USD", "USD/hour", "USD/million tokens", "W",
    "bits", "bits/weight", "bytes", "bytes/s", "days", "devices", "hours", "layers", "nats", "parameters", "pJ",
    "passes", "s", "sequences", "steps", "t CO2eq", "t CO2eq/MWh", "tokens", "tokens/parameter", "tokens/s", "values",
    "MWh",
)  # fmt: skip
_BYTES = {
    **{f"{letter}B": 1000.0**power for power, letter in enumerate("KMGT", 1)},
    **{f"{letter}iB": 1024.0**power for power, letter in enumerate("KMGT", 1)},
}
UNITS: dict[str, Unit] = {
    **{base: Unit(base, 1.0) for base in _BASES},
    **{name: Unit("bytes", factor) for name, factor in _BYTES.items()},
    **{f"{name}/s": Unit("bytes/s", factor) for name, factor in _BYTES.items()},
    "%": Unit("", 0.01),
    "x": Unit("", 1.0),
    "ms": Unit("s", 0.001),
    "TFLOP/s": Unit("FLOP/s", 1e12),
    "kWh": Unit("MWh", 0.001),
}
"""Every unit by its name; "" is that of plain numbers. GB are 10**9 bytes, GiB are 2**30."""

_SUFFIXES = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "ki": 2.0**10, "mi": 2.0**20, "gi": 2.0**30}
_WRITTEN = re.compile(  # 70b, 1.5e9, 131,072, 80 GB
    r"\s*(?=[-+]?\.?[0-9])([-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)"
    r"\s*([A-Za-z%][A-Za-z0-9%/ ]*)?\s*",
    re.ASCII,
)
_SMALL, _LARGE = 1e-4, 1e15


class Quantity(float):
    """A number that knows its unit.

    Attributes:
        unit: its unit, one of `UNITS`; empty for a plain number.
    """

    unit: str

    def __new__(cls, value: float, unit: str = "") -> Self:
        """Make one of a number and a unit."""
        made = super().__new__(cls, value)
        made.unit = unit
        return made

    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        """Copy and pickle it with its unit."""
        return float(self), self.unit

    def __repr__(self) -> str:
        """Return number and unit."""
        return f"Quantity({float(self)!r}, {self.unit!r})"

    def __str__(self) -> str:
        """Return number and unit as people read them; bytes in GB and in GiB, which are not the same."""
        if self.unit == "bytes" and abs(self) >= _BYTES["KB"]:
            decimal = next(name for name in ("TB", "GB", "MB", "KB") if abs(self) >= _BYTES[name])
            binary = f"{decimal[0]}iB"
            exact = f"{int(self):,} bytes" if self.is_integer() else f"{_plain(float(self))} bytes"
            return f"{exact}, {_short(self / _BYTES[decimal])} {decimal} or {_short(self / _BYTES[binary])} {binary}"
        return f"{_plain(float(self))} {self.unit}".rstrip()


def _short(value: float) -> str:
    return f"{value:,.2f}"


def _plain(value: float) -> str:
    """Return a number with up to six digits, a whole one with all of them."""
    if value.is_integer() and abs(value) < _LARGE:
        return f"{int(value):,}"
    if not _SMALL <= abs(value) < _LARGE:
        return f"{value:.6g}"
    rounded = float(f"{value:.6g}")
    return f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,.6g}"


def in_unit(value: float, unit: str) -> float:
    """Return a number of the base unit, of which ``value`` is in another one.

    Raises:
        KeyError: there is no such unit.
    """
    scale = UNITS[unit].factor
    return value * scale if scale >= 1 else value / (1 / scale)  # 70 % are 0.7, which 70 * 0.01 is not


def read_number(text: str, unit: str = "") -> float:
    """Return the number that a text says, in a unit: ``70b``, ``4k``, ``131,072``, ``1e9``; ``80 GB`` in bytes.

    k, m, b and t are thousands, millions, billions and trillions; Ki, Mi and Gi are powers of 1,024.

    Raises:
        ValueError: the text is no number, or one of another unit.
    """
    match = _WRITTEN.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is no number; write it as 4096, 70b, 4k or 1e9')
    number, suffix = float(match[1].replace(",", "")), (match[2] or "").strip()
    if not suffix or (suffix == unit and suffix != "%"):
        return number
    if (known := UNITS.get(suffix)) and known.base == UNITS[unit].base:
        return in_unit(number, suffix) / UNITS[unit].factor
    if suffix.lower() in _SUFFIXES:
        return number * _SUFFIXES[suffix.lower()]
    fitting = [name for name, one in UNITS.items() if name and one.base == UNITS[unit].base]
    raise ValueError(f'"{text}": {suffix} is no unit here; {" or ".join(fitting) or "it is a plain number"}')


def rounding(text: str) -> float:
    """Return half a unit of the last digit of a printed number: 0.05 of ``1.6``, 5e+21 of ``1.26e24``.

    Raises:
        ValueError: the text is no number.
    """
    match = _WRITTEN.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is no number')
    exponent = Decimal(match[1].replace(",", "")).as_tuple().exponent
    scale = _SUFFIXES.get((match[2] or "").strip().lower(), 1.0)
    return 0.5 * float(Decimal(10) ** int(exponent)) * scale
