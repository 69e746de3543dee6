"""`effllm triage`."""

import contextlib
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from effllm.cli import files
from effllm.cli.abstracts import Abstracts
from effllm.cli.adding import DryRun, ask_categories, is_interactive, read_text, root_option
from effllm.cli.checkout_path import cache_of, checkout_root
from effllm.cli.console import card, console, one_line, say, show, show_json, show_records, table
from effllm.cli.failures import PROBLEMS_FOUND, Failed, WrongUsage
from effllm.cli.import_files import import_candidates, status
from effllm.cli.options import Json, Root
from effllm.cli.review import named
from effllm.wording import count, cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.ingest.session import Session
    from effllm.ingest.triage import Decisions
    from effllm.records import Candidate, Incoming

DECISIONS = "decisions.jsonl"
"""The file at the root of the checkout that keeps what was decided until it is applied; git passes over it."""

_KEYS = "a abstract  t take  o leave out  l later  w open  n next  b back  u undo  q quit"
_WIDEST = 80


def triage(
    *,
    under: Annotated[
        str | None, typer.Option(metavar="CATEGORY", help="Only candidates that may belong there or below it.")
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most N candidates, the strongest.")] = None,
    apply: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Carry out the decisions of a file, and ask nothing.")
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Decide which candidates become records.

    Shows those of papers/incoming.jsonl one by one, the strongest first, and takes a key for each. What is decided is
    kept in decisions.jsonl after every key, and carried out in the end or by --apply, which takes the file
    of the site's page /incoming/, too. Off the terminal candidates are listed.
    """
    base = checkout_root(root)
    if apply is not None:
        raise typer.Exit(_apply(base, apply, dry_run=dry_run, root=root))
    from effllm.ingest.session import Session  # noqa: PLC0415 - YAML and the rules, which other commands do not need
    from effllm.ingest.triage import waiting  # noqa: PLC0415 - as above

    session = Session(base, cache_of(base))
    session.checkout.save()
    if under and under not in session.known.categories:
        raise WrongUsage(session.unfit(under))
    found = waiting(session, under=under or "")
    if json:
        show_json([one.to_dict() for one in found[:limit]])
    elif not is_interactive():
        _list(found[:limit])
    else:
        _Desk(base, root, session, found, limit).run()


def _list(found: "list[Incoming]") -> None:
    listed = table("strength", "candidate", "proposed", "title", whole=("strength", "candidate"))
    for one in found:
        proposed, strength = ", ".join(one.proposed), "" if one.strength is None else f"{one.strength:.2f}"
        listed.add_row(strength, one_line(one.place), proposed, one_line(one.title))
    if found:
        show_records(listed)
    say(f"{count(len(found), 'candidate')} to decide" + ("; effllm triage asks on a terminal" if found else ""))


def _apply(base: Path, file: Path, *, dry_run: bool, root: Path | None) -> int:
    """Carry out the decisions of a file and return the exit status; of the kept ones those that failed stay."""
    done, written = import_candidates(base, file, dry_run=dry_run, root=root)
    kept = base / DECISIONS
    if written and not dry_run and kept.exists() and file.resolve() == kept.resolve():
        failed = {outcome.line for outcome in done if outcome.status in {"rejected", "doubtful"}}
        text = read_text(kept)
        left = "".join(line for number, line in enumerate(text.splitlines(keepends=True), 1) if number in failed)
        files.rewrite_or_create(base, DECISIONS, files.as_read(text.encode()), left)
        if left:
            say(f"{DECISIONS} keeps the {count(len(failed), 'line')} that could not be carried out")
    return status(done) or (0 if written else PROBLEMS_FOUND)


class _Desk:
    """The candidates of a session, and the keys that decide them. What is decided is on disk before the next one."""

    def __init__(
        self, base: Path, root: Path | None, session: "Session", found: "list[Incoming]", limit: int | None
    ) -> None:
        self._base, self._root, self._session = base, root, session
        self._decided = _kept(base)
        before = [one for one in found if one.handle in self._decided.lines]
        self._queue = [*before, *[one for one in found if one.handle not in self._decided.lines][:limit]]
        self._at = len(before)
        self._places = {one.handle: place for place, one in enumerate(self._queue)}
        self._written = self._decided.text
        self._abstracts = Abstracts()

    def run(self) -> None:
        """Ask until all is decided or the person has enough, then carry out what was decided."""
        if before := len(self._decided.lines):
            say(f"{count(before, 'decision')} of before in {DECISIONS}; b goes back to them")
        deeds = {
            "t": self._take,
            "o": self._leave_out,
            "l": self._later,
            "w": self._open,
            "u": self._undo,
            "a": self._ask,
        }
        while self._at < len(self._queue):
            self._show(self._queue[self._at])
            match key := pressed().lower():
                case "q" | "":
                    break
                case "n":
                    self._at += 1
                case "b":
                    self._at = max(0, self._at - 1)
                case _ if key in deeds:
                    with contextlib.suppress(typer.Abort, KeyboardInterrupt):  # Ctrl-C in an answer takes the key back
                        deeds[key](self._queue[self._at])
        self._end()

    def _show(self, one: "Incoming") -> None:
        if not console().is_dumb_terminal:
            console().clear()
        show(Text(f"{self._at + 1} of {len(self._queue)}, {count(len(self._decided.lines), 'decision')}", "dim"))
        card(one_line(one.title), one_line(_link(one)), self._facts(one))
        show(Text(f"\n{_KEYS}", "bold"))

    def _facts(self, one: "Incoming") -> "Iterator[tuple[str, str | Text]]":
        from effllm.ingest.draft import first_year  # noqa: PLC0415 - as above
        from effllm.ingest.paper_files import reference_of  # noqa: PLC0415 - as above
        from effllm.ingest.plan import Item, known  # noqa: PLC0415 - as above
        from effllm.ingest.triage import like  # noqa: PLC0415 - as above

        reference = reference_of(one, "")
        strength = "" if one.strength is None else f"{one.strength:.2f}"
        doubt = known(self._session, Item(0, one.title, reference))
        namesake = self._session.doubts.namesake(reference)
        yield "authors", one_line(cut(", ".join(one.authors), _WIDEST))
        year = str(first_year(reference) or one.year or "")
        yield "year", one_line(", ".join(filter(None, (year, one.venue, f"found {one.found}"))))
        yield "why", one_line("; ".join(one.because))
        yield "strength", one_line(strength + (f", by {', '.join(one.words)}" if one.words else ""))
        proposed = [self._heading(category) for category in self._proposed(one)]
        yield "proposed", "\n".join(f"{number}. {said}" for number, said in enumerate(proposed, 1))
        yield "nearest", "\n".join(one_line(named(paper)) for paper in like(self._session, one))
        if doubt:
            yield "here?", one_line(doubt.reason)
        elif namesake:
            yield "here?", one_line(f"perhaps another version of {named(namesake)}: its name, and an author in common")
        yield from self._abstracts.facts(one)
        if line := self._decided.lines.get(one.handle):
            yield "decided", Text(one_line(_said(line)), "green")

    def _proposed(self, one: "Incoming") -> list[str]:
        from effllm.ingest.paper_files import reference_of  # noqa: PLC0415 - as above

        return [*one.proposed] or [p.category for p in self._session.propose(reference_of(one, ""))]

    def _heading(self, category: str) -> str:
        known = self._session.known.categories.get(category)
        return f"{category} ({known.name})" if known else category

    def _take(self, one: "Incoming") -> None:
        proposed = self._proposed(one)
        categories = ask_categories(self._session, proposed, default="1" if proposed else None)
        summary = typer.prompt("Summary in your own words, or nothing", default="", show_default=False, err=True)
        self._decided.take(one, categories, " ".join(summary.split()))
        self._next()

    def _leave_out(self, one: "Incoming") -> None:
        from effllm.ingest.triage import REASONS  # noqa: PLC0415 - as above

        say("   ".join(f"{number} {reason}" for number, reason in enumerate(REASONS, 1)))
        key = pressed()
        if key not in {str(number) for number, _ in enumerate(REASONS, 1)}:
            return
        reason = REASONS[int(key) - 1]
        whys = self._decided.whys(reason)
        for number, why in enumerate(whys, 1):
            say(f"  {number}. {one_line(why)}")
        before = ", or the number of one of before" if whys else ""
        said = " ".join(typer.prompt(f"Why, in a sentence that a stranger understands{before}", err=True).split())
        again = said.isdecimal() and 1 <= int(said) <= len(whys)
        self._decided.leave_out(one, reason, whys[int(said) - 1] if again else said)
        self._next()

    def _later(self, one: "Incoming") -> None:
        self._decided.put_off(one, self._session.known.today)
        self._next()

    def _ask(self, _: "Incoming") -> None:
        self._abstracts.ask(self._queue[self._at :])

    def _open(self, one: "Incoming") -> None:
        typer.launch(_link(one))

    def _undo(self, _: "Incoming") -> None:
        name = self._decided.undo()
        self._at = self._places.get(name, self._at)
        self._save()

    def _next(self) -> None:
        self._at += 1
        self._save()

    def _save(self) -> None:
        """Keep what was decided; a file that somebody else changed is left alone."""
        text = self._decided.text
        if text != self._written and not files.rewrite_or_create(self._base, DECISIONS, self._written or None, text):
            raise Failed(f"the last decision is not kept; look at {DECISIONS}, then go on with effllm triage")
        self._written = text

    def _end(self) -> None:
        if not self._decided.lines:
            say("nothing is decided" if self._queue else "no candidate waits")
            return
        lines = self._decided.lines.values()
        out, off = sum(bool(line.reason) for line in lines), sum(bool(line.later) for line in lines)
        say(f"\n{len(lines) - out - off} taken, {out} left out, {off} put off; kept in {DECISIONS}")
        try:
            now = typer.confirm("Carry them out now?", default=True, err=True)
        except typer.Abort:
            now = False
        kept = Path(os.path.relpath(self._base / DECISIONS))
        if now:
            raise typer.Exit(_apply(self._base, kept, dry_run=False, root=self._root))
        again = f"effllm triage --apply {shlex.quote(str(kept))}{root_option(self._root)}"
        say(f"effllm triage goes on there; to carry them out: {again}")


def _kept(base: Path) -> "Decisions":
    """Return what was decided before.

    Raises:
        Failed: a line of the file cannot be read.
    """
    from effllm.ingest.paper_files import read_candidates  # noqa: PLC0415 - as above
    from effllm.ingest.triage import Decisions  # noqa: PLC0415 - as above

    found, broken = read_candidates(read_text(base / DECISIONS)) if (base / DECISIONS).exists() else ([], [])
    if broken:
        said = "\n".join(f"{DECISIONS}:{one.line}: {one_line(one.reason)}" for one in broken)
        raise Failed(f"decisions of before cannot be read; mend or delete the lines\n{said}")
    return Decisions.of(candidate for _, candidate in found)


def _link(one: "Candidate") -> str:
    from effllm.records import Source  # noqa: PLC0415 - as above

    return Source(one.place).url or one.url or one.place


def _said(line: "Candidate") -> str:
    """Say in words what was decided."""
    if line.reason:
        return f"left out as {line.reason}: {line.why}"
    return f"put off until {line.later}" if line.later else f"taken: {', '.join(line.categories)}"


def pressed() -> str:
    """Return the next key that is pressed, empty where there will be none; what was typed ahead is not lost.

    Raises:
        KeyboardInterrupt: it was Ctrl-C.
    """
    try:
        import termios  # noqa: PLC0415 - only Unix has it
        import tty  # noqa: PLC0415
    except ImportError:
        return typer.getchar()
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number, termios.TCSADRAIN)
        return os.read(number, 1).decode(errors="replace").replace("\x04", "")
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
