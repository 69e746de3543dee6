"""Packages that only some questions need: where one is missing, what installs it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class MissingExtra(ImportError):  # noqa: N818 - reads as what it is
    """A package that is not installed; the text names the extra of `pyproject.toml` that brings it."""


@contextmanager
def extra(name: str, purpose: str) -> Iterator[None]:
    """Say what installs a package where an import in this block fails.

    ``with extra("pandas", "to_pandas"): import pandas``

    Args:
        name: the extra, as ``pyproject.toml`` names it.
        purpose: what needs the packages, as the message says it.

    Raises:
        MissingExtra: one of them is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package == "effllm":
            raise
        install = f"in the checkout: python3 -m pip install '.[{name}]'"
        raise MissingExtra(f"{purpose} needs {package}, of the extra {name!r}; {install}", name=package) from error
