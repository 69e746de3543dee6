"""Front-end parts that npm installs and a build copies."""

from __future__ import annotations

from pathlib import Path

COPIES = {
    "assets/js/sqlite/index.mjs": "@sqlite.org/sqlite-wasm/dist/index.mjs",
    "assets/js/sqlite/sqlite3.wasm": "@sqlite.org/sqlite-wasm/dist/sqlite3.wasm",
    "assets/js/sqlite/README.md.txt": "@sqlite.org/sqlite-wasm/README.md",
}
"""Where a file is in the site, and where below ``node_modules``."""

COMMAND = "npm ci --ignore-scripts"

_REPOSITORY = Path(__file__).parents[4]


FONT = "@fontsource/inter/files"
"""The folder of the font that cards are drawn with, below ``node_modules``."""


def files(root: Path) -> dict[str, Path]:
    """Return the parts by their path in the site.

    Raises:
        FileNotFoundError: they are not installed; the message says which command does it.
    """
    folder = _folder(root)
    return {path: folder / source for path, source in COPIES.items()}


def font(root: Path) -> Path:
    """Return the folder of the font's files.

    Raises:
        FileNotFoundError: as above.
    """
    return _folder(root) / FONT


def _folder(root: Path) -> Path:
    """Return what npm installed: in a checkout, else beside this code."""
    for folder in (root / "node_modules", _REPOSITORY / "node_modules"):
        if all((folder / source).exists() for source in (*COPIES.values(), FONT)):
            return folder
    raise FileNotFoundError(f"the site's parts are not installed; run in {root}: {COMMAND}")
