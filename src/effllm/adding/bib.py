"""A whole bibliography -> what would become of each entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NoReturn

from effllm.adding.draft import Incomplete
from effllm.bibliography.entries import read_entry
from effllm.bibliography.reading import read_bibtex
from effllm.records.source import Source
from effllm.rules.duplicates import alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.adding.session import Session
    from effllm.bibliography.reading import BibEntry
    from effllm.bibliography.reference import Reference
    from effllm.problems import Problem
    from effllm.records import Paper


VOLUMES = frozenset({"collection", "mvcollection", "mvproceedings", "proceedings"})
"""Entries that hold papers and are none; others refer to them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an entry.

    Attributes:
        line: line of the entry, from 1.
        key: its key in the bibliography, which is not the record's.
        state: ``new`` has a record, ``here`` has one already, ``rejected`` cannot have one.
        message: why it has no record of its own; for a new one what should be looked at.
        hint: what would help; lines.
        paper: the new record, or the one that is here already under one of its ids or its title.
    """

    line: int
    key: str
    state: Literal["new", "here", "rejected"]
    message: str = ""
    hint: str = ""
    paper: Paper | None = None


def plan(session: Session, text: str, *, name: str, categories: Sequence[str], source: str = "") -> list[Outcome]:
    """Return what becomes of each entry of a bibliography, in the order of the file.

    Args:
        session: the records they would stand among; those that are new and right are among them afterwards.
        text: the bibliography.
        name: name of its file.
        categories: categories of all entries; without them each entry's keywords have to name one.
        source: where the file is public, as records write sources; without it the file's name stands as the source.
    """
    entries, broken = read_bibtex(text)
    waiting = [entry for entry in entries if entry.kind not in VOLUMES]
    outcomes = [Outcome(entry.line, entry.key, "rejected", entry.message, entry.hint) for entry in broken]
    lines: dict[str, int] = {}
    while waiting:
        tried: list[tuple[BibEntry, Outcome]] = []
        for entry in waiting:
            outcome = _outcome(session, entry, _source(entry, name, source), categories, lines)
            tried.append((entry, outcome))
            if outcome.state == "new" and outcome.paper:
                lines[outcome.paper.key] = entry.line
                session.existing.add(outcome.paper)
        problems = session.check([o.paper for _, o in tried if o.state == "new" and o.paper])
        waiting = []
        for entry, outcome in tried:
            wrong = problems.get(outcome.paper.key, []) if outcome.paper else []
            if wrong and outcome.state != "new":
                waiting.append(entry)  # it gave way to an entry that turned out to be wrong
            else:
                outcomes.append(_rejected(outcome, wrong) if wrong else outcome)
    return sorted(outcomes, key=lambda outcome: outcome.line)


def _rejected(outcome: Outcome, wrong: Sequence[Problem]) -> Outcome:
    said = "; ".join(f"{problem.code} {problem.message}" for problem in wrong)
    hint = "\n".join(problem.hint for problem in wrong if problem.hint)
    return replace(outcome, state="rejected", message=said, hint=hint, paper=None)


def _source(entry: BibEntry, name: str, source: str) -> str:
    if not source:
        return f"BibTeX entry {entry.key} of {name}"
    place = Source(source)
    return f"{source}#L{entry.line}" if place.repository and not place.line else source


def _outcome(
    session: Session, entry: BibEntry, source: str, categories: Sequence[str], lines: dict[str, int]
) -> Outcome:
    read = read_entry(entry)
    reference = replace(read.reference, source=source)
    if found := session.existing.of(reference):
        where = f"line {lines[found.key]}" if found.key in lines else session.path_of(found)
        if not any(alike(reference.title, title) for title in (found.title, *found.aliases)):
            shared = next((value for kind, value in reference.ids.items() if getattr(found, kind) == value), "the id")
            hint = f"see {where}: one of the two has the id of another paper"
            return Outcome(entry.line, entry.key, "rejected", f'{shared} is "{found.title}"', hint, found)
        return Outcome(entry.line, entry.key, "here", f"the same paper as {where} ({found.label})", paper=found)
    try:
        if read.truncated:
            _refuse_truncated(reference)
        made = session.draft(reference, categories or _categories(session, reference))
    except Incomplete as error:
        return Outcome(entry.line, entry.key, "rejected", str(error), error.hint)
    return Outcome(entry.line, entry.key, "new", "; ".join(made.notes), paper=made.paper)


def _refuse_truncated(reference: Reference) -> NoReturn:
    """Say why a list of authors that ends with ``others`` is not taken, and how to get the whole."""
    identifier = next(iter(reversed(list(reference.ids.values()))), "")
    hint = f"this fetches all of them: effllm add {identifier}" if identifier else "write all of them"
    raise Incomplete("the authors end with others, and a record names every author", hint)


def _categories(session: Session, reference: Reference) -> list[str]:
    """Return the categories that the keywords of an entry name."""
    if chosen := session.categories_named(reference.keywords):
        return chosen
    found = session.propose(reference, 2)
    lines = [f"perhaps {proposal}" for proposal in found]
    example = found[0].category if found else "ID"
    lines.append(f"write into the entry: keywords = {{{example}}}, or name one for all: --category ID")
    raise Incomplete("no category", "\n".join(lines))
