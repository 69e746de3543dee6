"""A paper's record with what its reference list adds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from effllm import rules
from effllm.store import checkout, layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.problems import Problem
    from effllm.records import Paper
    from effllm.store.checkout import Checkout


def extended(paper: Paper, cites: Iterable[str], *, whole: bool, source: str, kept: bool = False) -> Paper:
    """Return the record with these papers among those it cites.

    What is there stays: no citation is taken away, and a list once read whole stays whole. The source joins those of
    ``cites`` where it adds something, or where its list is kept. The same record comes back where nothing is new.
    """
    together = tuple(sorted({*paper.cites, *cites} - {paper.key}))
    references = "full" if whole or paper.references == "full" else "partial"
    known = tuple(paper.source("cites"))
    sources = known if source in known or not source else (*known, source)
    if (together, references) == (paper.cites, paper.references) and (sources == known or (known and not kept)):
        return paper
    given = {"cites": sources[0] if len(sources) == 1 else tuple(map(str, sources))} if sources else {}
    return paper.model_copy(update={"cites": together, "references": references, "sources": {**paper.sources, **given}})


def problems_of(found: Checkout, texts: Mapping[str, str]) -> list[Problem]:
    """Return what would be wrong in files of a checkout if they held these texts.

    Args:
        found: the records around them; they stay as they are.
        texts: the texts by the paths of the files, relative to the checkout.
    """
    entries = {kind: [e for e in all_ if e.document.path not in texts] for kind, all_ in found.entries.items()}
    tried = replace(
        found,
        entries=entries,
        stems={name: set(stems) for name, stems in found.stems.items()},
        problems=[problem for problem in found.problems if problem.path not in texts],
        unformatted={},
    )
    for path, text in texts.items():
        checkout.include(tried, path, text)
    checkout.join_tables(tried)
    tried.entries[layout.PAPER.name].sort(key=lambda entry: entry.document.path)
    return [problem for problem in rules.check(tried) if problem.path in texts]
