"""Digests of what something is made from: while it is the same, what was made from it is kept."""

from __future__ import annotations

import platform
from functools import cache
from hashlib import blake2b
from importlib import metadata, resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_SIZE = 16
_PACKAGES = (
    *("jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-material", "networkx", "numpy", "pillow", "pydantic"),
    *("pylatexenc", "pymdown-extensions", "rapidfuzz", "scipy"),
)
"""The packages whose versions show in the site's files."""


def digest(*values: object) -> str:
    """Return a digest of plain values: texts, bytes, numbers, and tuples and lists of them."""
    return blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()


def digest_of_file(content: bytes) -> str:
    """Return a digest of a file's content."""
    return blake2b(content, digest_size=_SIZE).hexdigest()


@cache
def packages() -> str:
    """Return a digest of the program: its own files, templates included, and the versions of what it builds on."""
    versions = [(name, _version(name)) for name in _PACKAGES]
    return digest(platform.python_version(), versions, sorted(_files(resources.files("effllm"), "")))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        here = f"{path}/{entry.name}"
        if entry.is_dir():
            if entry.name not in {"__pycache__", "data"}:  # data: the records of a release
                yield from _files(entry, here)
        else:
            yield here, entry.read_bytes()
