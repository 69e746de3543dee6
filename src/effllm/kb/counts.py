"""What a knowledge base holds, in counts, and how well its facts are sourced."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args

from effllm.records import Paper
from effllm.records.framework import FRESH_DAYS, GROUPS, Value
from effllm.records.source import Source, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from effllm.kb.knowledge_base import KnowledgeBase
    from effllm.records import Cell, Corpus, Formula, Framework


def stats(kb: KnowledgeBase) -> dict[str, Any]:
    """Return how many records there are of each kind, and how complete the papers are; see `KnowledgeBase.stats`."""
    papers = list(kb.papers.values())
    lists = [kept for kept in kb.corpus.reference_lists if kept.key in kb.papers]
    kept = {one.key for one in lists}
    without_source = facts_without_source(papers)
    sources = all_sources(kb.corpus)
    return {
        "papers": len(papers),
        "papers_around": sum(map(kb.taxonomy.is_around, papers)),
        "papers_with_authors": sum(bool(paper.authors) for paper in papers),
        "papers_with_code": sum(bool(paper.code) for paper in papers),
        "papers_with_summary": sum(bool(paper.summary) for paper in papers),
        "papers_with_second_source": sum(len(paper.source("authors")) > 1 for paper in papers),
        "papers_published": sum(kb.venues[p.venue].kind not in {"preprint", "web"} for p in papers),
        "papers_with_references": sum(paper.references != "none" for paper in papers),
        "citations": sum(len(paper.cites) for paper in papers),
        "categories": len(kb.taxonomy),
        "leaf_categories": len(kb.taxonomy.leaves),
        "leaf_categories_with_papers": sum(bool(node.paper_keys) for node in kb.taxonomy.leaves),
        "venues": len(kb.venues),
        "frameworks": len(kb.frameworks),
        **framework_cells(kb.frameworks.values(), datetime.now(tz=UTC).date()),
        "models": len(kb.models),
        "architectures": sum(model.architecture is not None for model in kb.models.values()),
        "hardware": len(kb.hardware),
        "results": sum(len(paper.results) for paper in papers),
        "papers_with_results": sum(bool(paper.results) for paper in papers),
        "measurements": len(kb.measurements),
        "measured_rows": sum(len(one.results) for one in kb.measurements.values()),
        "reading_lists": len(kb.reading_lists),
        "lists": len(kb.lists),
        **formula_counts(kb.corpus.formulas),
        "reference_lists": len(lists),
        "reference_lists_complete": sum(one.complete for one in lists),
        "reference_list_entries": sum(one.entries for one in lists),
        "reference_list_entries_matched": sum(one.matched for one in lists),
        "full_references_without_list": sum(p.references == "full" and p.key not in kept for p in papers),
        "facts_without_source": sum(without_source.values()),
        "facts_without_source_by_field": without_source,
        "sources_by_kind": sources_by_kind(sources),
        "weak_sources": weak_sources(sources),
    }


def formula_counts(formulas: Sequence[Formula]) -> dict[str, int]:
    """Return how many formulas and examples there are, and of how many printed values the formula gives the same.

    A misprint is not among the printed ones: of it the right value is given, not the one that the source prints.
    """
    kinds = Counter(example.kind for one in formulas for example in one.examples)
    printed = ((one, example) for one in formulas for example in one.examples if example.kind == "printed")
    return {
        "formulas": len(formulas),
        "formulas_checked": sum(any(e.kind != "computed" for e in one.examples) for one in formulas),
        "formulas_where_unconfirmed": sum(one.where_unconfirmed for one in formulas),
        "formula_examples": kinds.total(),
        **{f"formula_examples_{kind}": kinds[kind] for kind in ("printed", "computed", "misprint")},
        "formula_examples_reproduced": sum(one.reproduces(example) for one, example in printed),
    }


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


def weak_by_record(corpus: Corpus) -> dict[str, int]:
    """Return how many weak sources each record names, by key or id, those with most first; none is left out."""
    weak = Counter(name for name, text in _named(corpus) if Source(text).weak)
    return dict(weak.most_common())


def all_sources(corpus: Corpus) -> Counter[str]:
    """Return every source that records and kept reference lists name, and how often."""
    return Counter(text for _, text in _named(corpus))


def _named(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield the key or id of a record and each source that it names."""
    groups: tuple[tuple[Any, ...], ...] = (
        corpus.papers,
        corpus.frameworks,
        corpus.models,
        corpus.hardware,
        corpus.measurements,
    )
    for record in chain.from_iterable(groups):
        name = record.key if isinstance(record, Paper) else record.id
        for given in record.sources.values():
            yield from ((name, text) for text in ((given,) if isinstance(given, str) else given))
    reported = [(one.key, one.results) for one in corpus.papers] + [(m.id, m.results) for m in corpus.measurements]
    yield from ((name, one.source) for name, results in reported for one in results if one.source)
    for framework in corpus.frameworks:
        yield from ((framework.id, cell.source) for cell in _cells(framework) if cell.source)
    for formula in corpus.formulas:
        given_there = (formula.source, *(e.source for e in formula.examples))
        yield from ((formula.id, source) for source in given_there if source)
    yield from ((kept.key, kept.source) for kept in corpus.reference_lists)


def to_read_again(framework: Framework, since: str) -> Iterator[tuple[str, str, Cell]]:
    """Yield group, word and cell of what a framework's cells say and nobody read since a day."""
    for group, word, cell in framework.cells():
        if cell.source and cell.value != "unknown" and not cell.is_fresh(since):
            yield group, word, cell


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
