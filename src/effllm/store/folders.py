"""Where a checkout is: its folders, the files that every one has, and the one around the current folder."""

from __future__ import annotations

from pathlib import Path

BRANCHES = ("model-centric", "data-centric", "frameworks")
"""The files of the taxonomy's branches, in order."""

LISTS = tuple(f"taxonomy/{stem}.yml" for stem in (*BRANCHES, "venues", "vocabulary", "hardware"))
"""The files that every checkout has once, and that its records take their words from."""

FOLDERS = ("papers", "taxonomy")


def find_checkout() -> Path | None:
    """Return the checkout that the current folder is in; None where it is in none.

    Anybody may have folders of these names: those of a checkout hold a list that is part of every one.
    """
    try:
        here = Path.cwd()
    except FileNotFoundError:  # somebody deleted it
        return None
    return next(filter(_is_checkout, (here, *here.parents)), None)


def _is_checkout(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in FOLDERS) and any((folder / path).is_file() for path in LISTS)
