"""How well the facts of a knowledge base are sourced, in counts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args

from effllm.records.framework import FRESH_DAYS, GROUPS, Value
from effllm.records.source import Source, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from effllm.records import Cell, Corpus, Framework, Paper

_NO_FACTS = frozenset({"key", "former_keys", "authors_unknown", "references", "sources", "added"})
"""Fields of a paper that no source is asked of: they say something of the record, not of the paper."""


def facts_without_source(papers: Iterable[Paper]) -> dict[str, int]:
    """Return for each field how many papers give it without saying where it was read; fields without any are left out.

    A figure with a source of its own needs none for `results`.
    """
    missing = Counter(name for paper in papers for name in _given(paper) if not paper.sources.get(name))
    return dict(missing.most_common())


def _given(paper: Paper) -> Iterator[str]:
    for name in type(paper).model_fields:
        sourced = name == "results" and all(result.source for result in paper.results)
        if name not in _NO_FACTS and not sourced and getattr(paper, name):
            yield name


def sources_by_kind(sources: Counter[str]) -> dict[str, int]:
    """Return how many sources there are of each kind, the most frequent kind first; see `Source.kind`."""
    kinds: Counter[str] = Counter()
    for text, times in sources.items():
        kinds[kind_of(text)] += times
    return dict(kinds.most_common())


def weak_sources(sources: Counter[str]) -> int:
    """Return how many sources are weak; see `Source.weak`."""
    return sum(times for text, times in sources.items() if Source(text).weak)


def all_sources(corpus: Corpus) -> Counter[str]:
    """Return every source that records and kept reference lists name, and how often."""
    return Counter(_named(corpus))


def _named(corpus: Corpus) -> Iterator[str]:
    groups = (paper.sources for paper in corpus.papers), (f.sources for f in corpus.frameworks)
    others = (model.sources for model in corpus.models), (one.sources for one in corpus.hardware)
    for sources in chain(*groups, *others):
        for given in sources.values():
            if isinstance(given, str):
                yield given
            else:
                yield from given
    yield from (result.source for paper in corpus.papers for result in paper.results if result.source)
    for framework in corpus.frameworks:
        yield from (cell.source for cell in _cells(framework) if cell.source)
    for formula in corpus.formulas:
        yield from (source for source in (formula.source, *(e.source for e in formula.examples)) if source)
    yield from (kept.source for kept in corpus.reference_lists)


def framework_cells(frameworks: Iterable[Framework], today: date) -> dict[str, Any]:
    """Return how many cells frameworks have, in all and by what they say, what was read, and when.

    Cells that nobody looked for do not count; ``unknown`` is what was looked for and not found.
    """
    looked_for = [cell for framework in frameworks for cell in _cells(framework) if cell.looked_for or cell.source]
    known = [cell for cell in looked_for if cell.value != "unknown"]
    since = (today - timedelta(days=FRESH_DAYS)).isoformat()
    by_value = Counter(cell.value for cell in looked_for)
    return {
        "framework_cells": len(known),
        "framework_cells_by_value": {value: by_value[value] for value in get_args(Value)},
        "framework_cells_by_ref": dict(Counter(cell.ref or "not told" for cell in known).most_common()),
        f"framework_cells_within_{FRESH_DAYS}_days": sum(cell.is_fresh(since) for cell in known),
        "framework_cells_without_day": sum(not cell.has_day for cell in known),
    }


def _cells(framework: Framework) -> Iterator[Cell]:
    uses = framework.supports
    yield from (getattr(uses, use) for use in type(uses).model_fields)
    for group in GROUPS[1:]:
        yield from getattr(framework, group).values()
