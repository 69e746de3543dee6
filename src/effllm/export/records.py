"""JSON and JSON Lines: the records as they are, every field present."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase


def to_json(kb: KnowledgeBase) -> bytes:
    """Return all records: the vocabulary, and lists of every other kind, in which categories are nested."""
    named = {"branches": "taxonomy"}
    everything = {named.get(name, name): value for name, value in kb.corpus.to_dict().items()}
    return (json.dumps(everything, indent=2, ensure_ascii=False) + "\n").encode()


def to_jsonl(kb: KnowledgeBase) -> bytes:
    """Return the papers, one JSON object a line."""
    return "".join(json.dumps(paper, ensure_ascii=False) + "\n" for paper in kb.papers.to_records()).encode()
