"""Front-end parts that npm installs and a build copies."""

from __future__ import annotations

from pathlib import Path

COPIES = {
    "assets/js/minisearch.js": "minisearch/dist/es/index.js",
    "assets/js/minisearch.LICENSE.txt": "minisearch/LICENSE.txt",
}
"""Where a file stands in the site, and where below ``node_modules``."""

COMMAND = "npm ci --ignore-scripts"

_REPOSITORY = Path(__file__).parents[3]


def files(root: Path) -> dict[str, Path]:
    """Return the parts by their path in the site: those of a checkout, else those beside this code.

    Raises:
        FileNotFoundError: neither has them; the message says which command installs them.
    """
    for folder in (root / "node_modules", _REPOSITORY / "node_modules"):
        found = {path: folder / source for path, source in COPIES.items()}
        if all(file.is_file() for file in found.values()):
            return found
    raise FileNotFoundError(f"the search's parts are not installed; run in {root}: {COMMAND}")
