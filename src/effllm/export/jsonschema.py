"""JSON Schemas of the records, one a kind."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from effllm.store.schema import json_schemas

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase


def to_schemas(kb: KnowledgeBase) -> dict[str, bytes]:
    """Return the schemas by file name; categories and venues that exist are enumerated in them."""
    return {PurePosixPath(path).name: text.encode() for path, text in json_schemas(kb.corpus).items()}
