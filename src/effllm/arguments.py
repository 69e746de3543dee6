"""Arguments that Python would take without a word, and answer wrongly: each an error that says what is right."""

from __future__ import annotations

import re
from functools import wraps
from inspect import signature
from numbers import Integral, Real  # NumPy's numbers are such, too, and no int
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from effllm.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

_MEANT = {
    **dict.fromkeys(("category", "categories", "topic"), "under"),
    **dict.fromkeys(("year", "years", "date"), "since and until"),
    **dict.fromkeys(("start", "from_", "after"), "since"),
    **dict.fromkeys(("end", "to", "before"), "until"),
    **dict.fromkeys(("conference", "journal"), "venue"),
    **dict.fromkeys(("code", "github"), "has_code"),
    **dict.fromkeys(("features", "capability"), "feature"),
    **dict.fromkeys(("maker", "company"), "organization or manufacturer"),
}
"""What people call a filter -> what it is called here, where a function has that."""


def named_arguments(function: Callable[P, R]) -> Callable[P, R]:
    """Have a function name the nearest argument that it has where it is given another."""
    known = [name for name in signature(function).parameters if name != "self"]

    @wraps(function)
    def checked(*args: P.args, **given: P.kwargs) -> R:
        for name in given:
            if name not in known:
                meant = [one for one in re.findall("[a-z_]+", _MEANT.get(name, "")) if one in known]
                near = meant or nearest(name, known)
                right = f"did you mean {' or '.join(near)}?" if near else f"it has {', '.join(known)}"
                raise TypeError(f"{function.__name__} has no argument {name!r}; {right}")
        return function(*args, **given)

    return checked


_DAY = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", re.ASCII)  # 2024, 2024-04, 2024-04-18


def check_limit(limit: object) -> None:
    """Raise TypeError for no whole number, and ValueError below 0, which a slice takes as so many from the end."""
    if limit is not None and not isinstance(limit, Integral):
        raise TypeError(f"limit is {limit!r:.40}; it must be a whole number, or None for all")
    if limit is not None and limit < 0:
        raise ValueError(f"limit is {limit}; it must be 0 or more")


def check_number(name: str, value: object, example: str) -> None:
    """Raise TypeError for what is no number, as the text ``7b``."""
    if value is not None and (not isinstance(value, Real) or isinstance(value, bool)):
        raise TypeError(f"{name} is {value!r:.40}; it must be a number: {example}")


def check_flag(name: str, value: bool | None) -> None:  # noqa: FBT001 - the value is what is checked
    """Raise ValueError for what is neither True, False nor None, as the text ``yes`` or 1."""
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"{name} is {value!r}; it must be True or False, or None for either")


def check_year(name: str, value: object) -> None:
    """Raise ValueError for what is no whole number, as the text ``2023``, which compares with no year."""
    if value is not None and (not isinstance(value, Integral) or isinstance(value, bool)):
        raise ValueError(f"{name} is {value!r:.40}; it must be a year as a whole number: 2023")


def check_day(name: str, value: int | str | None) -> None:
    """Raise ValueError for what is neither a year, a month nor a day: 2024, ``2024-04``, ``2024-04-18``."""
    if value is not None and not _DAY.fullmatch(str(value)):
        raise ValueError(f"{name} is {value!r}; it must be a year or a day: 2024 or 2024-04-18")


def check_text(name: str, value: object, *examples: str) -> None:
    """Raise TypeError unless ``value`` is a text: the number 2210.1750, say, has lost the last 0 of an arXiv id."""
    if not isinstance(value, str):
        shown = f"{value!r:.40}"
        such = " or ".join(f'"{one}"' for one in examples or ("2210.17323", "GPTQ"))
        raise TypeError(f"{name} is {shown}; it must be a text, such as {such}")
