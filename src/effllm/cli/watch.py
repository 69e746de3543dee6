"""`effllm validate --watch`: the records are checked again whenever one of them changes."""

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from effllm.extras import extra
from effllm.store.layout import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def watch(root: Path, check: "Callable[[], bool]", changes: "Iterable[object] | None" = None) -> bool:
    """Check now and after every change, until Ctrl-C or the end of the changes; return what the last check said.

    Args:
        root: the checkout.
        check: checks and prints; tells whether all is well.
        changes: one item for each time that something changed; by default what happens on the disk.
    """
    good = False
    later = _on_disk(root) if changes is None else changes
    try:
        good = check()
        for _ in later:
            good = check()
    except KeyboardInterrupt:
        pass
    return good


def _on_disk(root: Path) -> "Iterator[object]":
    with extra("contribute", "validate --watch"):
        from watchfiles import watch as changes  # noqa: PLC0415 - only this needs it

    folders = [root / folder for folder in FOLDERS if (root / folder).is_dir()]
    return changes(*folders, watch_filter=lambda _, path: is_record(path))


def is_record(path: str) -> bool:
    """Tell whether a changed file may be a record: editors and our own writer make hidden files beside them."""
    name = PurePath(path).name
    return not name.startswith((".", "#")) and not name.endswith(("~", ".swp", ".tmp"))
