"""What would become of each paper that a file describes: a record, or the reason why there is no record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NoReturn

from effllm.ingest.draft import Incomplete
from effllm.rules.duplicates import alike
from effllm.store.layout import LEFT_OUT_PATH as LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.ingest.session import Session
    from effllm.problems import Problem
    from effllm.records import Paper

Status = Literal["here", "new", "doubtful", "rejected", "left-out", "later"]


@dataclass(frozen=True, slots=True)
class Item:
    """One paper of a file.

    Attributes:
        line: its line, from 1.
        entry: what the file calls it.
        reference: what the file says of it; its categories may be empty.
        notes: what should be looked at when it becomes a record.
        truncated: whether the file leaves out some of the authors.
    """

    line: int
    entry: str
    reference: Reference
    notes: tuple[str, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a paper of a file.

    Attributes:
        line: its line, from 1.
        entry: what the file calls it, which is not the record's key.
        status: ``new`` has a record, ``here`` has one already, ``doubtful`` may have one: that is for a person to say;
            ``rejected`` cannot have one; ``left-out`` was looked at and shall have none; ``later`` waits on.
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


def plan(session: Session, items: Sequence[Item], *, where: str) -> list[Outcome]:
    """Return what becomes of each paper.

    Args:
        session: the records they would be among; those that are new and right are among them afterwards.
        items: the papers, in the order of the file.
        where: how a category is written in such a file, with ``{}`` for its id.
    """
    planner = _Planner(session, where)
    waiting = list(items)
    outcomes: list[Outcome] = []
    while waiting:
        tried = [(item, planner.outcome(item)) for item in waiting]
        problems = session.check([o.paper for _, o in tried if o.status == "new" and o.paper])
        waiting = []
        for item, outcome in tried:
            wrong = problems.get(outcome.paper.key, []) if outcome.paper else []
            if wrong and outcome.status != "new":
                waiting.append(item)  # it gave way to an entry that turned out to be wrong
            else:
                outcomes.append(_rejected(outcome, wrong) if wrong else outcome)
    return [*_with_warnings(session, outcomes)]


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


def known(session: Session, item: Item, where: Callable[[Paper], str] | None = None) -> Outcome | None:
    """Return what becomes of a paper that is here or may be; None for all others."""
    reference, where = item.reference, where or session.path_of
    found, *others = session.existing.same(reference) or (None,)
    if found and others:
        several = " and ".join(f"{where(paper)} ({paper.label})" for paper in (found, *others))
        hint = "give the entry the ids of one of them, and of no other"
        return Outcome(item.line, item.entry, "doubtful", f"it may be any of {several}", hint)
    if found and any(alike(reference.title, title) for title in (found.title, *found.aliases)):
        reason = f"the same paper as {where(found)} ({found.label})"
        return Outcome(item.line, item.entry, "here", reason, paper=found)
    if found:
        shared = next((value for kind, value in reference.ids.items() if getattr(found, kind) == value), "the id")
        reason = f'{shared} is the id of "{found.title}", the title is another'
        hint = f"see {where(found)}: one of the two has the id of another paper"
        return Outcome(item.line, item.entry, "doubtful", reason, hint, paper=found)
    if left := session.left_out.find(reference):
        reason = f"left out on {left.date} as {left.reason}: {left.why}"
        hint = f"if that is wrong, delete its line in {LEFT_OUT} and try again"
        return Outcome(item.line, item.entry, "rejected", reason, hint)
    near = session.doubts.of(reference)
    if near is None:
        return None
    reason = f'it may be {where(near)}: "{near.title}"'
    hint = "if it is, add its title there to the aliases; if it is not, give the entry its arXiv id or DOI"
    return Outcome(item.line, item.entry, "doubtful", reason, hint, paper=near)


class _Planner:
    """Tells what becomes of one paper after the other."""

    def __init__(self, session: Session, where: str) -> None:
        self._session, self._where_category = session, where
        self._lines: dict[str, int] = {}

    def outcome(self, item: Item) -> Outcome:
        """Return what becomes of a paper; a new record is among the others from then on."""
        return known(self._session, item, self._where) or self._new(item)

    def _where(self, paper: Paper) -> str:
        return f"line {self._lines[paper.key]}" if paper.key in self._lines else self._session.path_of(paper)

    def _new(self, item: Item) -> Outcome:
        """Return what becomes of a paper that is not here."""
        reference = item.reference
        try:
            if item.truncated:
                _refuse_truncated(reference)
            made = self._session.draft(reference, reference.categories or self._ask(reference))
        except Incomplete as error:
            lookup = reference.arxiv or next(iter(reference.ids.values()), "") if error.elsewhere else ""
            return Outcome(item.line, item.entry, "rejected", str(error), error.hint, lookup=lookup)
        self._lines[made.paper.key] = item.line
        self._session.take(made.paper)
        return Outcome(item.line, item.entry, "new", notes=(*made.notes, *item.notes), paper=made.paper)

    def _ask(self, reference: Reference) -> NoReturn:
        """Say which categories a paper may belong to, and how to tell the right one."""
        found = self._session.propose(reference, 2)
        lines = [f"perhaps {proposal}" for proposal in found]
        example = found[0].category if found else "ID"
        lines.append(self._where_category.replace("{}", example))
        raise Incomplete("no category", "\n".join(lines))


def _refuse_truncated(reference: Reference) -> NoReturn:
    """Say why a list of authors that ends with ``others`` is not taken."""
    said = "the authors end with others, and a record names every author"
    raise Incomplete(said, "" if reference.ids else "write all of them", elsewhere=True)
