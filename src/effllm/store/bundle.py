"""The packaged bundle: every record as one JSON text, so that an installed package needs no checkout and no YAML."""

from __future__ import annotations

from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from effllm.records import Corpus
from effllm.records.base import no_garbage

if TYPE_CHECKING:
    from pathlib import Path

NAME, INDEX = "bundle.json", "search.index"
"""Files in the package: the records, and the search index made of them."""


def dumps(corpus: Corpus) -> bytes:
    """Return the records as compact JSON; fields that have their defaults are left out."""
    return corpus.model_dump_json(exclude_defaults=True).encode()


@no_garbage()
def loads(text: bytes) -> Corpus:
    """Return the records of a bundle.

    Raises:
        pydantic.ValidationError: the text is not a bundle of this version.
    """
    return Corpus.model_validate_json(text)


def digest(text: bytes) -> str:
    """Return what tells this bundle from any other; the search index beside it says which one it was made from."""
    return sha256(text).hexdigest()


def write(corpus: Corpus, target: Path) -> None:
    """Write the bundle; the folder is made where it is missing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(dumps(corpus))


def packaged(name: str = NAME) -> bytes | None:
    """Return a file of the installed package; None where it is not there, as in an editable install."""
    file = resources.files("effllm") / "data" / name
    return file.read_bytes() if file.is_file() else None
