"""A checkout that papers are added to: drafts are checked among its records before anything is written.

One person, one spelling: names are written as the records here write them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from effllm import rules
from effllm.ingest.draft import Draft, draft, path_to_fill
from effllm.ingest.near_titles import Doubts
from effllm.kb.category_proposals import Proposer
from effllm.lookup.line_index import LineIndex
from effllm.lookup.paper_index import PaperIndex
from effllm.names import person_key
from effllm.problems import InvalidRecords
from effllm.rules.categories import sibling, surplus, unfit
from effllm.rules.context import Context
from effllm.store import checkout, layout, record_file
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from effllm.bibliography.reference import Reference
    from effllm.kb.category_proposals import Proposal
    from effllm.problems import Problem
    from effllm.records import Candidate, Incoming, LeftOut, Paper
    from effllm.store.cache import Cache


class Session:
    """The records of a checkout, and the drafts that will be among them."""

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        """Read a checkout, what has not changed from what was kept of it; records with problems are passed over.

        Raises:
            FileNotFoundError: ``root`` is no checkout.
        """
        self.checkout = checkout.read(root, cache)
        self.known = Context(self.checkout)
        self._papers: list[Paper] = [entry.record for entry in self.checkout.entries["paper"]]
        self.existing = PaperIndex(self._papers)
        self.left_out: LineIndex[LeftOut] = LineIndex(
            entry.record for entry in self.checkout.entries[layout.LEFT_OUT.name]
        )
        self.doubts = Doubts(self._papers)
        self.spellings = Spellings(name for paper in self._papers for name in paper.authors)
        self._taken = {*self.known.keys, *self.known.former_keys}

    @cached_property
    def proposer(self) -> Proposer:
        """Compares papers with those of the checkout; made when first asked for."""
        return Proposer(self._papers, [c for c in self.known.categories.values() if not c.children])

    @cached_property
    def incoming(self) -> list[Incoming]:
        """The candidates that wait.

        Raises:
            InvalidRecords: not every line can be read; whoever wrote the others back would lose them.
        """
        wrong = [problem for problem in self.checkout.problems if problem.path == layout.INCOMING_PATH]
        if wrong and layout.INCOMING_PATH not in self.checkout.unformatted:
            raise InvalidRecords(wrong)
        return [entry.record for entry in self.checkout.entries[layout.INCOMING.name]]

    @property
    def papers(self) -> list[Paper]:
        """The papers that were here when it was read."""
        return self._papers

    def is_decided(self, candidate: Candidate) -> bool:
        """Tell whether a candidate has a record or was left out by now."""
        return bool(self.existing.same(candidate) or self.left_out.find(candidate))

    def propose(self, reference: Reference, limit: int = 4) -> list[Proposal]:
        """Return the categories that a paper may belong to, the likeliest first."""
        return self.proposer.propose(reference, limit)

    def unfit(self, category: str) -> str:
        """Say why papers cannot be in a category and what is meant; empty where they can."""
        found = unfit(category, self.known)
        return f"{found[1]}; {found[2]}" if found else ""

    def clash(self, categories: Sequence[str]) -> str:
        """Say why a paper cannot have categories together and what to do; empty where it can."""
        found = surplus(categories) or sibling(categories, self.known)
        return "; ".join(found[-2:]) if found else ""

    @cached_property
    def _headings(self) -> dict[str, str]:
        """Id and heading of each category that papers are in -> its id."""
        leaves = [c for c in self.known.categories.values() if not c.children]
        return {title_key(name): leaf.id for leaf in leaves for name in (*leaf.aliases, leaf.name, leaf.id)}

    def categories_named(self, words: Iterable[str]) -> list[str]:
        """Return the categories whose id or heading is among some words, in their order."""
        found = (self._headings.get(title_key(word)) for word in words)
        return list(dict.fromkeys(filter(None, found)))

    def draft(self, reference: Reference, categories: Sequence[str]) -> Draft:
        """Return the record of a paper under a key of its own; see `effllm.ingest.draft.draft`."""
        authors, respelt = self.spellings.usual_all(reference.authors)
        reference = replace(reference, authors=authors)
        made = draft(reference, categories, known=self.known, taken=self._taken)
        made = replace(made, notes=(*made.notes, *respelt))
        self._taken.add(made.paper.key)
        return made

    def take(self, paper: Paper) -> None:
        """Let a draft be found like the papers that are here."""
        self.existing.add(paper)
        self.doubts.add(paper)

    def path_to_fill(self, reference: Reference) -> str:
        """Return where a record that is filled in by hand should be; see `effllm.ingest.draft`."""
        return path_to_fill(reference, self._taken)

    def path_of(self, paper: Paper) -> str:
        """Return the path of a paper's record, relative to the checkout."""
        entry = self.known.papers.get(paper.key)
        return entry.document.path if entry else layout.paper_path(paper.key)

    def text_of(self, paper: Paper) -> str:
        """Return the canonical text of a paper's record."""
        return record_file.canonical(layout.paper_path(paper.key), layout.PAPER, [paper])

    def check(self, papers: Sequence[Paper]) -> dict[str, list[Problem]]:
        """Check drafts among the records and each other; return the problems by key.

        Those without problems stay among the records, the others are taken out again, and their keys are free.
        """
        for paper in papers:
            checkout.include(self.checkout, layout.paper_path(paper.key), self.text_of(paper))
        by_path = {layout.paper_path(paper.key): paper for paper in papers}
        found: dict[str, list[Problem]] = {}
        for problem in rules.check(self.checkout):
            if problem.path in by_path:
                found.setdefault(by_path[problem.path].key, []).append(problem)
        self._take_out(found)
        for paper in papers:
            if paper.key not in found:
                self.take(paper)
        return found

    def warnings(self, papers: Iterable[Paper]) -> list[Problem]:
        """Return what is probably wrong with drafts that are among the records."""
        paths = {layout.paper_path(paper.key) for paper in papers}
        return [problem for problem in rules.warnings(self.checkout) if problem.path in paths]

    def _take_out(self, keys: Iterable[str]) -> None:
        wrong = set(keys)
        if not wrong:
            return
        self.existing.remove(wrong)
        self.doubts.remove(wrong)
        self._taken -= wrong
        paths = {layout.paper_path(key) for key in wrong}
        entries, kind = self.checkout.entries, layout.PAPER.name
        entries[kind] = [entry for entry in entries[kind] if entry.document.path not in paths]
        self.checkout.stems[kind] -= wrong
        self.checkout.problems[:] = [problem for problem in self.checkout.problems if problem.path not in paths]
        for path in paths:
            self.checkout.unformatted.pop(path, None)


class Spellings:
    """The names of the authors of some papers."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            self._known[person_key(name)][name] += 1

    def usual(self, name: str) -> str:
        """Return a name as most papers spell it: ``Quoc V Le`` is ``Quoc V. Le``; one they do not have as it is."""
        known = self._known.get(person_key(name))
        if not known or known[name] == max(known.values()):
            return name
        return known.most_common(1)[0][0]

    def usual_all(self, names: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
        """Return names as most papers spell them, and a sentence on those that came in another spelling."""
        names = tuple(names)
        usual = tuple(map(self.usual, names))
        changed = [f"{ours} (not {theirs})" for ours, theirs in zip(usual, names, strict=True) if ours != theirs]
        return usual, [f"authors spelt as in other records: {', '.join(changed)}"] if changed else []
