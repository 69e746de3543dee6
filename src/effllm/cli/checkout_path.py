"""Where the records are."""

import os
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

import effllm
from effllm.cli.failures import WrongUsage
from effllm.store.cache import Cache
from effllm.store.folders import FOLDERS, LISTS, find_checkout
from effllm.store.layout import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.store.checkout import Checkout

NO_CACHE: ContextVar[bool] = ContextVar("no_cache", default=False)
"""Whether the command was asked to read every file."""


def checkout_root(root: Path | None) -> Path:
    """Return the checkout to work on: the one named, else the one around the current folder.

    Raises:
        WrongUsage: there is none.
    """
    if root is None:
        found = find_checkout()
        if found is None:
            raise WrongUsage(f"no checkout here or above, with a folder papers and {LISTS[0]}; name one: --root DIR")
        return found
    if not root.is_dir():
        raise WrongUsage(f"--root {root}: no such folder")
    if not any((root / folder).is_dir() for folder in FOLDERS):
        raise WrongUsage(f"--root {root}: no checkout, it has no folder papers or taxonomy")
    return root


def load(root: Path | None) -> effllm.KnowledgeBase:
    """Return the knowledge base of the checkout named or around the current folder, else the packaged one.

    Raises:
        WrongUsage: ``root`` is no checkout.
        InvalidRecords: the checkout's records break a rule.
    """
    from effllm.kb.loading import of_checkout  # noqa: PLC0415 - commands that check files have no questions

    checkout = find_checkout() if root is None else checkout_root(root)
    if checkout:
        return of_checkout(checkout, cache_of(checkout))
    try:
        return effllm.load()
    except FileNotFoundError:
        raise WrongUsage("this installation has no records of its own; name a checkout: --root DIR") from None


def read(root: Path) -> "Checkout":
    """Return what a checkout holds, without reading what has not changed since another command read it."""
    from effllm.store import checkout  # noqa: PLC0415 - YAML, which commands outside of a checkout do not need

    return checkout.read(root, cache_of(root))


def cache_of(root: Path) -> Cache | None:
    """Return what was kept of a checkout; None where the command was asked to read every file."""
    return None if NO_CACHE.get() else Cache(root)


class Selection:
    """The files of a checkout that a command was asked to work on; all of them where none is named."""

    def __init__(self, root: Path, paths: "Sequence[Path]", *, made: bool = False) -> None:
        """Take paths relative to the current folder, or to the checkout where they are not here.

        Args:
            root: the checkout.
            paths: the files and folders.
            made: allow files that are made from the records, too, so that something can be said about them.

        Raises:
            WrongUsage: a path does not exist, is outside of the checkout, or cannot hold records.
        """
        self._chosen = [_inside(root, path, made=made) for path in paths]

    @property
    def others(self) -> list[str]:
        """What was named outside of the folders of records."""
        return [path for path in self._chosen if path and path.split("/")[0] not in FOLDERS]

    def __contains__(self, path: str) -> bool:
        """Tell whether a file, by its path relative to the checkout, is among them."""
        return not self._chosen or any(path == c or path.startswith(f"{c}/") or not c for c in self._chosen)


def _is_made(path: str) -> bool:
    """Tell whether a file outside of the folders of records is one that the rules speak about."""
    from effllm.rules import generated  # noqa: PLC0415 - the rules, which not every command needs
    from effllm.site.contents import MADE_FROM  # noqa: PLC0415

    return path.startswith(SCHEMAS) or generated.where_to_edit(path, MADE_FROM) is not None


def _inside(root: Path, path: Path, *, made: bool) -> str:
    """Return a path relative to the checkout, with forward slashes; empty for the checkout itself."""
    place = next((place for place in (path, root / path) if os.path.lexists(place)), None)
    if place is None:
        raise WrongUsage(f"{path}: no such file")
    # The folder is resolved, the file is not: a link among the records is itself a finding.
    real = place.resolve() if place.is_dir() else place.parent.resolve() / place.name
    try:
        relative = real.relative_to(root.resolve())
    except ValueError:
        raise WrongUsage(f"{path}: outside of the checkout {root}") from None
    if relative.parts and relative.parts[0] not in FOLDERS and not (made and _is_made(relative.as_posix())):
        raise WrongUsage(f"{path}: no records are here, only below {' and '.join(FOLDERS)}")
    return relative.as_posix() if relative.parts else ""
