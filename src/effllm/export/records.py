"""JSON and JSON Lines: the records as they are, every field present."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase


def to_json(kb: KnowledgeBase) -> bytes:
    """Return all records: the vocabulary, and lists of every other kind, in which categories are nested."""
    corpus = kb.corpus
    everything = {
        "papers": kb.papers.to_records(),
        "taxonomy": [branch.to_dict() for branch in corpus.branches],
        "frameworks": [framework.to_dict() for framework in corpus.frameworks],
        "models": [model.to_dict() for model in corpus.models],
        "reading_lists": [one.to_dict() for one in corpus.reading_lists],
        "venues": [venue.to_dict() for venue in corpus.venues],
        "vocabulary": corpus.vocabulary.to_dict(),
    }
    return (json.dumps(everything, indent=2, ensure_ascii=False) + "\n").encode()


def to_jsonl(kb: KnowledgeBase) -> bytes:
    """Return the papers, one JSON object a line."""
    return "".join(json.dumps(paper, ensure_ascii=False) + "\n" for paper in kb.papers.to_records()).encode()
