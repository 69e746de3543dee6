"""Answers of services as values: never an exception for what is missing or of another type."""

from __future__ import annotations

from typing import Any


def dig(value: Any, *path: str | int) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return what is at a path in nested mappings and lists; None where there is nothing."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def text(value: Any) -> str:  # noqa: ANN401 - as above
    """Return a text with single spaces; empty for what is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    """Return the texts of a list that are not empty."""
    return tuple(filter(None, map(text, value))) if isinstance(value, list) else ()
