"""Which state of the data a text names: a commit or tag, a folder, a packaged bundle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from effllm.store import bundle, history
from effllm.store.clone import Clone, NoClone
from effllm.store.folders import FOLDERS

if TYPE_CHECKING:
    from effllm.store.history import Files, Rows

PACKAGED = "packaged"
"""The name of the records that the installed package carries."""

_IN_WHEEL = f"effllm/data/{bundle.NAME}"


class UnknownState(ValueError):  # noqa: N818 - named as `UnknownKey` and its kinds
    """A text names no state of the data; its message says what would."""


def state(name: str, root: Path | None) -> Files | Rows:
    """Return the records that a text names.

    Args:
        name: a folder with records; a file ``bundle.json`` or a wheel that has one; ``packaged``; or a commit, branch
            or tag of the checkout's repository.
        root: the checkout; None where there is none.

    Raises:
        UnknownState: it names nothing of these.
    """
    place = Path(name)
    if place.is_file():
        return _bundle(place)
    if any((place / folder).is_dir() for folder in FOLDERS):
        return history.in_folder(place)
    if name == PACKAGED:
        packaged = bundle.packaged()
        if packaged is None:
            raise UnknownState("packaged: this installation has no records of its own")
        return history.rows_of_bundle(json.loads(packaged))
    try:
        found = history.at_commit(root, name) if root else None
    except NoClone as error:
        raise UnknownState(f"{name}: no folder of records and no bundle; and {error}, so it is no commit") from None
    if found is None:
        raise UnknownState(f"{name}: {_no_commit(root)}, no folder of records and no bundle")
    return found


def _no_commit(root: Path | None) -> str:
    if root is None:
        return "no checkout is here, whose commit it could be"
    return f"no commit, branch or tag of the repository{Clone(root).how_to_get_more}"


def _bundle(file: Path) -> Rows:
    try:
        if file.suffix == ".whl":
            with ZipFile(file) as wheel:
                return history.rows_of_bundle(json.loads(wheel.read(_IN_WHEEL)))
        return history.rows_of_bundle(json.loads(file.read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError, BadZipFile):
        raise UnknownState(f"{file}: no bundle of records; name a {bundle.NAME} or a wheel of effllm") from None
