"""`effllm add`."""

import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.adding import (
    Categories,
    DryRun,
    checked_categories,
    cite_added,
    create,
    is_interactive,
    root_option,
    say_existing,
    say_next,
    write_record,
)
from effllm.cli.checkout_path import checkout_root
from effllm.cli.console import one_line, progress, say, write
from effllm.cli.failures import PROBLEMS_FOUND, WRONG_USAGE, WrongUsage
from effllm.cli.import_files import import_file
from effllm.cli.options import Root
from effllm.store import layout
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.bibliography.reference import Reference
    from effllm.ingest.session import Session
    from effllm.records import Paper
    from effllm.sources import Client

What = Annotated[
    list[str],
    typer.Argument(
        metavar="ID|URL|FILE.bib", help="arXiv id, DOI, OpenReview or ACL Anthology id, address, or BibTeX file."
    ),
]


Skeleton = Annotated[
    bool, typer.Option("--skeleton", help="Where nobody knows enough, write the record for you to fill in.")
]


def add(
    what: What,
    *,
    category: Categories = None,
    skeleton: Skeleton = False,
    dry_run: DryRun = False,
    root: Root = None,
) -> None:
    """Add papers: fetch what is known of them, write the records.

    Each paper stands for itself: what cannot be added is reported, nothing of it is written, and the others are added.
    """
    from effllm.ingest.session import Session  # noqa: PLC0415 - YAML and the rules, which other commands do not need
    from effllm.sources import Client  # noqa: PLC0415

    base = checkout_root(root)
    files.clean(base)
    targets, refused = _targets(what)
    session = Session(base)
    here = {text: session.existing.find_all(text) for text in refused}  # a title, a name or an address without an id
    if wrong := [why for text, why in refused.items() if not here[text]]:
        raise WrongUsage("; ".join(wrong))
    chosen = checked_categories(session, category)
    for text, papers in here.items():
        for paper in papers:
            say_existing(session, paper, text, wanted=chosen)
    statuses = [PROBLEMS_FOUND for _ in here]
    written: list[str] = []
    with Client() as client:
        adding = _Adding(base, root, session, client, chosen, dry_run=dry_run, skeleton=skeleton)
        for text, target in targets.items():
            if isinstance(target, Path):
                status, paths = import_file(base, session, target, chosen, dry_run=dry_run, strict=True, root=root)
            else:
                status, paths = adding.add(text, *target)
            statuses.append(status)
            written += paths
    others = cite_added(base, session, adding.added, dry_run=dry_run)
    if written:
        label = (
            session.checkout.entries["paper"][-1].record.label if len(written) == 1 else count(len(written), "paper")
        )
        say_next(written, root, label=label, others=others)
    if len(statuses) > 1:
        say(f"{statuses.count(0)} of {len(statuses)} added")
    if any(statuses):
        raise typer.Exit(PROBLEMS_FOUND if PROBLEMS_FOUND in statuses else WRONG_USAGE)


def _targets(what: list[str]) -> "tuple[dict[str, tuple[str, str] | Path], dict[str, str]]":
    """Return what each argument names, a BibTeX file that is there or an identifier; and why others name neither."""
    from effllm.ingest.pasted_id import NotAccepted, recognise  # noqa: PLC0415

    found: dict[str, tuple[str, str] | Path] = {}
    refused: dict[str, str] = {}
    for text in dict.fromkeys(what):
        if text.casefold().endswith(".bib") and "\0" not in text and Path(text).is_file():
            found[text] = Path(text)
            continue
        try:
            found[text] = recognise(text)
        except NotAccepted as error:
            refused[text] = str(error)
    return found, refused


@dataclass(frozen=True, slots=True)
class _Adding:
    """Adds the papers of identifiers, one after the other; each method returns exit status and paths written."""

    base: Path
    root: Path | None
    session: "Session"
    client: "Client"
    categories: list[str]
    dry_run: bool
    skeleton: bool
    added: "list[Paper]" = field(default_factory=list)

    def add(self, text: str, kind: str, value: str) -> tuple[int, list[str]]:
        """Add the paper of an identifier, unless it is here already."""
        from effllm.bibliography.reference import Reference  # noqa: PLC0415
        from effllm.sources import NotFound, Unreachable, lookup  # noqa: PLC0415

        bare = Reference(title="", **{kind: value})  # type: ignore[arg-type]  # a field of this name, a text
        if self._is_here(bare, value):
            return PROBLEMS_FOUND, []
        if named := self.session.existing.find_all(text):  # a name may have the form of an id: LLaMmlein
            for known in named:
                say_existing(self.session, known, text, wanted=self.categories)
            return PROBLEMS_FOUND, []
        try:
            with progress(f"looking up {one_line(value)}") as asking:
                found = lookup(self.client, kind, value, asking=asking)
        except NotFound as error:
            say(f"{one_line(text)}: no such paper at {error}; look whether the id is right")
        except Unreachable as error:
            say(f"could not reach {error}: not your fault; try again later, or fill in the record by hand")
            self._fill_in(bare, self.categories, text)
        else:
            return self._take(found, value)
        return PROBLEMS_FOUND, []

    def _is_here(self, reference: "Reference", value: str) -> bool:
        found = self.session.existing.same(reference)
        for known in found:
            say_existing(self.session, known, value, reference=reference, wanted=self.categories)
        return bool(found)

    def _take(self, found: "Reference", value: str) -> tuple[int, list[str]]:
        """Add the paper that a service described."""
        if self._is_here(found, value):
            return PROBLEMS_FOUND, []
        chosen = self.categories or _ask(self.session, found, value)
        return self._record(found, chosen, value) if chosen else (WRONG_USAGE, [])

    def _record(self, reference: "Reference", categories: list[str], value: str) -> tuple[int, list[str]]:
        """Make, check and write a record."""
        from effllm.ingest.draft import Incomplete  # noqa: PLC0415

        try:
            made = self.session.draft(reference, categories)
        except Incomplete as error:
            say(f'"{one_line(reference.title)}": {one_line(str(error))}')
            for line in error.hint.splitlines():
                say(f"  help: {one_line(line)}")
            self._fill_in(reference, categories, value)
            return PROBLEMS_FOUND, []
        problems = self.session.check([made.paper]).get(made.paper.key, [])
        for problem in problems:
            say(str(problem))
        text = self.session.text_of(made.paper)
        if problems:
            self._by_hand(layout.paper_path(made.paper.key), text, value, categories)
            return PROBLEMS_FOUND, []
        for warning in self.session.warnings([made.paper]):
            say(str(warning))
        self.added.append(made.paper)
        if self.dry_run:
            write(text.encode())
            return 0, []
        path = write_record(self.base, self.session, made.paper)
        print(path)
        say(f"read from {reference.service}")
        for note in made.notes:
            say(f"look at: {one_line(note)}")
        return 0, [path]

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
    while True:
        answer = typer.prompt("Categories, by number or id, the primary one first", err=True)
        chosen = [_named(word, [p.category for p in proposals]) for word in answer.replace(",", " ").split()]
        wrong = [said for name in chosen if (said := session.unfit(name))] or [*filter(None, [session.clash(chosen)])]
        if chosen and not wrong:
            return list(dict.fromkeys(chosen))
        for said in wrong:
            say(one_line(said))


def _named(word: str, proposed: list[str]) -> str:
    return proposed[int(word) - 1] if word.isdecimal() and 1 <= int(word) <= len(proposed) else word
