"""A whole bibliography -> what would become of each entry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NoReturn

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import read_entry
from effllm.ingest.draft import Incomplete
from effllm.records.source import Source
from effllm.rules.duplicates import alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.bibliography.bibtex_reader import BibEntry, BrokenEntry
    from effllm.bibliography.reference import Reference
    from effllm.ingest.session import Session
    from effllm.problems import Problem
    from effllm.records import Paper


_LONG_WORD, _MANY_SMALL, _MOST = 4, 3, 0.8

VOLUMES = frozenset({"collection", "mvcollection", "mvproceedings", "proceedings"})
"""Entries that hold papers and are none; others refer to them."""


Status = Literal["here", "new", "doubtful", "rejected"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an entry.

    Attributes:
        line: line of the entry, from 1.
        entry: its key in the bibliography, which is not the record's.
        status: ``new`` has a record, ``here`` has one already, ``doubtful`` may have one: that is for a person to say;
            ``rejected`` cannot have one.
        reason: why it has no record of its own.
        hint: what would help; lines.
        notes: what should be looked at in a new record, a sentence each.
        paper: the new record, or the one that is here.
        lookup: id with which a service may tell what is missing; empty where nothing is, or no service can.
    """

    line: int
    entry: str
    status: Status
    reason: str = ""
    hint: str = ""
    notes: tuple[str, ...] = ()
    paper: Paper | None = None
    lookup: str = ""


def plan(session: Session, text: str, *, categories: Sequence[str], source: str = "") -> list[Outcome]:
    """Return what becomes of each entry of a bibliography, in the order of the file.

    Args:
        session: the records they would stand among; those that are new and right are among them afterwards.
        text: the bibliography.
        categories: categories of the entries whose keywords name none.
        source: where the file is public, as records write sources; without it the new records name none.
    """
    planner = _Planner(session, source, categories)
    entries, broken = read_bibtex(text)
    waiting = [entry for entry in entries if entry.kind not in VOLUMES]
    outcomes = [planner.broken(entry) for entry in broken]
    while waiting:
        tried = [(entry, planner.outcome(entry)) for entry in waiting]
        problems = session.check([o.paper for _, o in tried if o.status == "new" and o.paper])
        waiting = []
        for entry, outcome in tried:
            wrong = problems.get(outcome.paper.key, []) if outcome.paper else []
            if wrong and outcome.status != "new":
                waiting.append(entry)  # it gave way to an entry that turned out to be wrong
            else:
                outcomes.append(_rejected(outcome, wrong) if wrong else outcome)
    return sorted(_with_warnings(session, outcomes), key=lambda outcome: outcome.line)


def _with_warnings(session: Session, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Yield outcomes, those of new records with what is probably wrong in them among their notes."""
    found: dict[str, list[str]] = defaultdict(list)
    for problem in session.warnings(o.paper for o in outcomes if o.status == "new" and o.paper):
        found[problem.path].append(f"{problem.code} {problem.message}" + (f"; {problem.hint}" if problem.hint else ""))
    for outcome in outcomes:
        own = found[session.path_of(outcome.paper)] if outcome.status == "new" and outcome.paper else []
        yield replace(outcome, notes=(*outcome.notes, *own)) if own else outcome


def _rejected(outcome: Outcome, wrong: Sequence[Problem]) -> Outcome:
    said = "; ".join(f"{problem.code} {problem.message}" for problem in wrong)
    hint = "\n".join(problem.hint for problem in wrong if problem.hint)
    return replace(outcome, status="rejected", reason=said, hint=hint, notes=(), paper=None)


def _source(entry: BibEntry, source: str) -> str:
    """Return where an entry can be looked up: its line, where the file is in a repository."""
    place = Source(source)
    return f"{source}#L{entry.line}" if place.repository and not place.line else source


class _Planner:
    """Tells what becomes of one entry after the other."""

    def __init__(self, session: Session, source: str, categories: Sequence[str]) -> None:
        self._session, self._public, self._categories = session, source, categories
        self._lines: dict[str, int] = {}

    def broken(self, entry: BrokenEntry) -> Outcome:
        """Return what becomes of an entry that cannot be read, or not all of it."""
        found = self._known(entry.read) if entry.read else None
        broken = Outcome(entry.line, entry.key, "rejected", entry.message, entry.hint)
        return found if found and found.status == "here" else broken

    def outcome(self, entry: BibEntry) -> Outcome:
        """Return what becomes of an entry; a new record stands among the others from then on."""
        return self._known(entry) or self._new(entry)

    def _known(self, entry: BibEntry) -> Outcome | None:
        """Return what becomes of an entry whose paper is here or may be; None for all others."""
        reference = read_entry(entry).reference
        found, *others = self._session.existing.same(reference) or (None,)
        if found and others:
            several = " and ".join(f"{self._where(paper)} ({paper.label})" for paper in (found, *others))
            hint = "give the entry the ids of one of them, and of no other"
            return Outcome(entry.line, entry.key, "doubtful", f"it may be any of {several}", hint)
        if found and any(alike(reference.title, title) for title in (found.title, *found.aliases)):
            reason = f"the same paper as {self._where(found)} ({found.label})"
            return Outcome(entry.line, entry.key, "here", reason, paper=found)
        if found:
            shared = next((value for kind, value in reference.ids.items() if getattr(found, kind) == value), "the id")
            reason = f'{shared} is the id of "{found.title}", the title is another'
            hint = f"see {self._where(found)}: one of the two has the id of another paper"
            return Outcome(entry.line, entry.key, "doubtful", reason, hint, paper=found)
        near = self._session.doubts.of(reference)
        if near is None:
            return None
        reason = f'it may be {self._where(near)}: "{near.title}"'
        hint = "if it is, add its title there to the aliases; if it is not, give the entry its arXiv id or DOI"
        return Outcome(entry.line, entry.key, "doubtful", reason, hint, paper=near)

    def _where(self, paper: Paper) -> str:
        return f"line {self._lines[paper.key]}" if paper.key in self._lines else self._session.path_of(paper)

    def _new(self, entry: BibEntry) -> Outcome:
        """Return what becomes of an entry whose paper is not here."""
        read = read_entry(entry)
        reference = replace(read.reference, source=_source(entry, self._public) if self._public else "")
        try:
            if read.truncated:
                _refuse_truncated(reference)
            chosen = self._session.categories_named(reference.keywords) or self._categories
            made = self._session.draft(reference, chosen or self._ask(reference))
        except Incomplete as error:
            lookup = reference.arxiv or next(iter(reference.ids.values()), "") if error.elsewhere else ""
            return Outcome(entry.line, entry.key, "rejected", str(error), error.hint, lookup=lookup)
        self._lines[made.paper.key] = entry.line
        self._session.take(made.paper)
        notes = (*made.notes, *_on_title(entry.fields.get("title", "")))
        return Outcome(entry.line, entry.key, "new", notes=notes, paper=made.paper)

    def _ask(self, reference: Reference) -> NoReturn:
        """Say which categories an entry may belong to, and how to tell the right one."""
        found = self._session.propose(reference, 2)
        lines = [f"perhaps {proposal}" for proposal in found]
        example = found[0].category if found else "ID"
        lines.append(f"write into the entry: keywords = {{{example}}}, or name one for all: --category ID")
        raise Incomplete("no category", "\n".join(lines))


def _refuse_truncated(reference: Reference) -> NoReturn:
    """Say why a list of authors that ends with ``others`` is not taken."""
    said = "the authors end with others, and a record names every author"
    raise Incomplete(said, "" if reference.ids else "write all of them", elsewhere=True)


def _on_title(title: str) -> Iterator[str]:
    """Say that a title seems to have lost its capitals: ``Kto: Model alignment as prospect theoretic optimization``.

    Words with braces do not count: they only keep capitals that all titles keep, as ``{B}ayesian``.
    """
    pairs = pairwise(title.split())
    inside = [
        word for before, word in pairs if before[-1] not in ":?!." and len(word) >= _LONG_WORD and word[0].isalpha()
    ]
    small = sum(word.islower() for word in inside)
    if small >= _MANY_SMALL and small >= _MOST * len(inside):
        yield "the title is nearly all in small letters, as bibliographies cut it down: write it as the paper prints it"
