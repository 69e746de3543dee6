"""How well the facts of a knowledge base are sourced, in counts."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from effllm.records.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Cell, Corpus, Framework, Paper

_NO_FACTS = frozenset({"key", "former_keys", "authors_unknown", "references", "sources", "added"})
"""Fields of a paper that no source is asked of: they say something of the record, not of the paper."""


def facts_without_source(papers: Iterable[Paper]) -> dict[str, int]:
    """Return for each field how many papers give it without saying where it was read; fields without any are left out.

    A figure with a source of its own needs none for `results`.
    """
    missing = Counter(name for paper in papers for name in _given(paper) if not paper.source(name))
    return dict(missing.most_common())


def _given(paper: Paper) -> Iterator[str]:
    for name in type(paper).model_fields:
        sourced = name == "results" and all(result.source for result in paper.results)
        if name not in _NO_FACTS and not sourced and getattr(paper, name):
            yield name


def sources_by_kind(corpus: Corpus) -> dict[str, int]:
    """Return how many sources of each kind the records name, the most frequent kind first; see `Source.kind`."""
    return dict(Counter(source.kind for source in all_sources(corpus)).most_common())


def all_sources(corpus: Corpus) -> Iterator[Source]:
    """Yield every source that papers, frameworks, models and kept reference lists name, as often as it is named."""
    groups = (paper.sources for paper in corpus.papers), (f.sources for f in corpus.frameworks)
    for sources in chain(*groups, (model.sources for model in corpus.models)):
        for given in sources.values():
            yield from map(Source, [given] if isinstance(given, str) else given)
    yield from (result.source for paper in corpus.papers for result in paper.results if result.source)
    for framework in corpus.frameworks:
        yield from (cell.source for cell in _cells(framework) if cell.source)
    yield from (kept.source for kept in corpus.reference_lists)


def _cells(framework: Framework) -> Iterator[Cell]:
    uses = framework.supports
    yield from (getattr(uses, use) for use in type(uses).model_fields)
    for cells in (framework.parallelism, framework.quantization, framework.hardware, framework.features):
        yield from cells.values()
