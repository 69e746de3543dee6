"""What `effllm add` does with an id or a title: looks it up, asks what is open, makes, checks and writes the record."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from effllm.cli.adding import ask_categories, create, is_interactive, root_option, say_existing, write_record
from effllm.cli.console import one_line, progress, say, write
from effllm.store import layout
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm.bibliography.reference import Reference
    from effllm.ingest.plan import Status
    from effllm.ingest.session import Session
    from effllm.records import Paper
    from effllm.sources import Client

TITLE = "title"
"""Kind of what is looked up by its title, beside the kinds of ids."""


class Row(NamedTuple):
    """What became of one paper, a row of the table at the end.

    Attributes:
        what: what the user gave.
        status: as that of an `effllm.ingest.plan.Outcome`; ``open`` where only a category is missing.
        found: title of the paper that was found; empty where none was.
        doubtful: why it is not added, or what should be looked at in its record.
        paper: its record, new or here already.
    """

    what: str
    status: "Status | Literal['open']"
    found: str = ""
    doubtful: str = ""
    paper: "Paper | None" = None


@dataclass(frozen=True, slots=True)
class Adding:
    """Adds the papers of ids and titles, one after the other; each method returns what becomes of one."""

    base: Path
    root: Path | None
    session: "Session"
    client: "Client"
    categories: list[str]
    dry_run: bool
    skeleton: bool

    def add(self, text: str, kind: str, value: str) -> Row:
        """Add the paper of an id, or of a title, unless it is here already."""
        from effllm.bibliography.reference import Reference  # noqa: PLC0415
        from effllm.sources import NotFound, Unreachable  # noqa: PLC0415

        bare = Reference(**{TITLE: "", kind: value})  # type: ignore[arg-type]  # a field of this name, a text
        if here := self._here(bare, value, text):
            return here
        if named := self.session.existing.find_all(text):  # a name may have the form of an id: LLaMmlein
            for known in named:
                say_existing(self.session, known, text, wanted=self.categories)
            return _here(text, named[0])
        try:
            with progress(f"looking up {one_line(value)}") as asking:
                found = self._asked(kind, value, asking)
        except NotFound as error:
            what = "paper of this title" if kind == TITLE else "such paper"
            reason = f"no {what} at {error}; look whether the {TITLE if kind == TITLE else 'id'} is right"
            say(f"{one_line(text)}: {reason}")
            return Row(text, "rejected", doubtful=reason)
        except Unreachable as error:
            reason = f"could not reach {error}"
            say(f"{reason}: not your fault; try again later, or fill in the record by hand")
            self._fill_in(bare, self.categories, text)
            return Row(text, "rejected", doubtful=reason)
        if len(found) > 1 or (kind == TITLE and title_key(found[0].title) != title_key(value)):
            return _several(text, found)
        return self._take(found[0], next(iter(found[0].ids.values()), value), text)

    def _asked(self, kind: str, value: str, asking: "Callable[[str], None]") -> "list[Reference]":
        from effllm.sources import lookup, lookup_title  # noqa: PLC0415

        if kind == TITLE:
            return lookup_title(self.client, value, asking=asking)
        return [lookup(self.client, kind, value, asking=asking)]

    def _here(self, reference: "Reference", value: str, text: str) -> Row | None:
        found = self.session.existing.same(reference)
        for known in found:
            say_existing(self.session, known, value, reference=reference, wanted=self.categories)
        return _here(text, found[0]) if found else None

    def _take(self, found: "Reference", value: str, text: str) -> Row:
        """Add the paper that a service described."""
        if here := self._here(found, value, text):
            return here
        chosen = self.categories or _ask(self.session, found, value)
        if not chosen:
            return Row(text, "open", found.title, "its category")
        return self._record(found, chosen, value, text)

    def _record(self, reference: "Reference", categories: list[str], value: str, text: str) -> Row:
        """Make, check and write a record."""
        from effllm.ingest.draft import Incomplete  # noqa: PLC0415

        try:
            made = self.session.draft(reference, categories)
        except Incomplete as error:
            say(f'"{one_line(reference.title)}": {one_line(str(error))}')
            for line in error.hint.splitlines():
                say(f"  help: {one_line(line)}")
            self._fill_in(reference, categories, value)
            return Row(text, "rejected", reference.title, str(error))
        problems = self.session.check([made.paper]).get(made.paper.key, [])
        for problem in problems:
            say(str(problem))
        record = self.session.text_of(made.paper)
        if problems:
            self._by_hand(layout.paper_path(made.paper.key), record, value, categories)
            reason = "; ".join(f"{problem.code} {problem.message}" for problem in problems)
            return Row(text, "rejected", reference.title, reason)
        warnings = self.session.warnings([made.paper])
        for warning in warnings:
            say(str(warning))
        notes = (*made.notes, *(warning.message for warning in warnings))
        row = Row(text, "new", made.paper.title, "; ".join(notes), made.paper)
        if self.dry_run:
            write(record.encode())
            return row
        print(write_record(self.base, self.session, made.paper))
        say(f"read from {reference.service}")
        for note in made.notes:
            say(f"look at: {one_line(note)}")
        return row

    def _fill_in(self, reference: "Reference", categories: list[str], value: str) -> None:
        from effllm.ingest.draft import skeleton  # noqa: PLC0415

        path = self.session.path_to_fill(reference)
        self._by_hand(path, skeleton(reference, categories), value, categories)

    def _by_hand(self, path: str, text: str, value: str, categories: list[str]) -> None:
        """Write the record that a person has to complete, where that is asked for; else print it."""
        if self.skeleton and not self.dry_run:
            create(self.base, path, text)
            print(path)
            check = f"effllm validate {path}{root_option(self.root)}"
            say(f"complete it by hand; this names what is missing, and its right path in the end: {check}")
            return
        write(text.encode())
        options = "".join(f" --category {category}" for category in categories) + root_option(self.root)
        say(f"nothing is written; this writes it as {path}: effllm add {shlex.quote(value)}{options} --skeleton")


def _several(text: str, found: "list[Reference]") -> Row:
    """Say which papers a title may mean; it is for a person to say which."""
    say(f"{one_line(text)}: not exactly one paper has this title. One of these, by its id?")
    for one in found:
        say(f"  effllm add {shlex.quote(next(iter(one.ids.values())))}: {one_line(one.title)}")
    return Row(text, "doubtful", "; ".join(one.title for one in found), "which of these")


def _here(text: str, paper: "Paper") -> Row:
    return Row(text, "here", paper.title, paper=paper)


def _ask(session: "Session", reference: "Reference", value: str) -> list[str]:
    """Return the categories that a person chooses; without one, say which are proposed and return none."""
    proposals = session.propose(reference)
    if not is_interactive():
        say(f'"{one_line(reference.title)}": say which category it belongs to; nothing is written. Proposed:')
        for proposal in proposals:
            say(f"  {one_line(str(proposal))}")
        example = proposals[0].category if proposals else "ID"
        say(f"for example: effllm add {value} --category {example}; effllm tree shows all")
        return []
    say(one_line(reference.title))
    for number, proposal in enumerate(proposals, 1):
        say(f"  {number}. {one_line(str(proposal))}")
    return ask_categories(session, [proposal.category for proposal in proposals])
