"""`effllm cite`."""

import gzip
import zlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.checkout_path import checkout_root
from effllm.cli.console import one_line, say, show, table
from effllm.cli.failures import PROBLEMS_FOUND, Failed, WrongUsage
from effllm.cli.options import Root
from effllm.kb import KnowledgeBase
from effllm.nearest import did_you_mean
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.ingest import Match, ReferenceList
    from effllm.records import Paper
    from effllm.records import ReferenceList as KeptList
    from effllm.store.checkout import Checkout
    from effllm.store.entry import Entry

_FOR_PEOPLE = {"semantic-scholar": "Semantic Scholar", "openalex": "OpenAlex", "crossref": "Crossref"}


def cite(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Key, id or name of the paper whose list it is.")],
    *,
    origin: Annotated[
        str,
        typer.Option("--from", metavar="FILE|SERVICE", help=f"A file, or one of {', '.join(_FOR_PEOPLE)}."),
    ],
    works: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Works of OpenAlex that the list refers to, several by repeating."),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            metavar="SOURCE",
            help="Where the list is public, as owner/repository:path or address; the paper itself if not given.",
        ),
    ] = "",
    full: Annotated[bool, typer.Option("--full", help="The file is known to hold the whole list.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; print what would be written.")] = False,
    root: Root = None,
) -> None:
    """Add what a paper cites, from its reference list.

    The list is an answer of Semantic Scholar, OpenAlex or Crossref, part of an OpenAlex snapshot, or the paper's .bbl
    or .bib. An entry counts where an id is that of a record, or title and an author are. All others are listed.
    """
    from effllm.cli.show import find_paper  # noqa: PLC0415 - as the rest of this command
    from effllm.ingest import Matcher, WrongList, extended, problems_of  # noqa: PLC0415
    from effllm.store import checkout, layout, record_file  # noqa: PLC0415

    base = checkout_root(root)
    files.clean(base)
    found = checkout.read(base)
    kb = KnowledgeBase(found.corpus())
    paper = find_paper(kb, key)
    entry = _only_entry(found, paper.key)
    path = entry.document.path
    _refuse_unreadable(found, path)
    _refuse_unreadable(found, layout.references_path(path))
    try:
        listed = _ask(paper, origin) if origin in _FOR_PEOPLE else _read(paper, Path(origin), works or ())
    except WrongList as error:
        raise Failed(f"{one_line(origin)}: {one_line(str(error))}") from None
    matcher = Matcher(kb.papers.values())
    matches = [matcher.match(entry) for entry in listed.entries]
    _print(matches, paper)
    cited = [match.paper.key for match in matches if match.paper]
    listed = replace(listed, whole=full or listed.whole, source=source or listed.source)
    texts = _list_to_keep(found, paper, listed, matches)
    new = extended(paper, cited, whole=listed.whole, source=listed.source, kept=bool(texts))
    for remark in listed.remarks:
        say(f"note: {one_line(remark)}")
    _say_counts(paper, new, matches)
    for kept in texts:
        say(f"{kept}: {'would keep' if dry_run else 'keeps'} {count(len(matches), 'entry', 'entries')}")
    record = {path: record_file.canonical(path, layout.PAPER, [new])}
    if problems := problems_of(found, texts | record):
        for problem in problems:
            say(str(problem))
        say(f"{path}: left alone, it would have {count(len(problems), 'problem')}")
        raise typer.Exit(PROBLEMS_FOUND)
    if new != paper:
        texts |= record
    for written, text in {} if dry_run else texts.items():
        _write(found, written, text)


def _only_entry(found: "Checkout", key: str) -> "Entry":
    """Return the record of a key and its file; where two files claim the key, nobody can tell which one is meant."""
    first, *others = (entry for entry in found.entries["paper"] if entry.record.key == key)
    if others:
        paths = " and ".join(one_line(entry.document.path) for entry in (first, *others))
        raise Failed(f"{key} is the key of {paths}: nothing written; keep one of them, see effllm validate")
    return first


def _refuse_unreadable(found: "Checkout", path: str) -> None:
    """Leave a record alone whose file was not read as it is: what is wrong with the file itself comes first."""
    own = [problem for problem in found.problems if problem.path == path and path not in found.unformatted]
    if own:
        for problem in own:
            say(str(problem))
        repaired = "; to repair what has one right answer: effllm validate --fix" if any(p.fix for p in own) else ""
        say(f"{path}: left alone, it has {count(len(own), 'problem')}{repaired}")
        raise typer.Exit(PROBLEMS_FOUND)


def _print(matches: "Sequence[Match]", paper: "Paper") -> None:
    """Print what became of every entry, those that are records first."""
    here = table("here", "by", "entry", whole=("here", "by"))
    for match in matches:
        if match.paper:
            note = " (the paper itself)" if match.paper.key == paper.key else ""
            here.add_row(match.paper.key, match.how, one_line(str(match.entry)) + note)
    if here.row_count:
        show(here)
    for match in matches:
        if not match.paper:
            why = f" ({one_line(match.how)})" if match.how else ""
            print(f"not here: {one_line(str(match.entry))}{why}")


def _say_counts(paper: "Paper", new: "Paper", matches: "Sequence[Match]") -> None:
    here = sum(match.paper is not None for match in matches)
    added = len(new.cites) - len(paper.cites)
    before = "" if new.references == paper.references else f", before {paper.references}"
    say(
        f"{paper.key}: {count(len(matches), 'entry', 'entries')}, {here:,} of papers here, {added:,} new in cites; "
        f"references: {new.references}{before}"
    )


def _list_to_keep(
    found: "Checkout", paper: "Paper", listed: "ReferenceList", matches: "Sequence[Match]"
) -> dict[str, str]:
    """Return the list to be kept, as path and text; none where the one that is there says as much, or more."""
    from effllm.ingest import kept_list  # noqa: PLC0415 - as above
    from effllm.store import layout, record_file  # noqa: PLC0415

    path = layout.references_path(_only_entry(found, paper.key).document.path)
    before = next((e.record for e in found.entries["references"] if e.document.path == path), None)
    new = kept_list(paper.key, matches, complete=listed.whole, source=listed.source)
    if not matches or not (listed.cited or listed.whole) or (before and _same(before, new)):
        return {}
    if paper.references == "full" and not new.complete:
        say("note: the record has a full list already; this one may not be whole and is not kept")
        return {}
    if before and not new.complete and len(before.list) >= len(new.list):
        say(f"note: {path} stays, which has {count(len(before.list), 'entry', 'entries')}")
        return {}
    return {path: record_file.canonical(path, layout.REFERENCES, [new])}


def _same(one: "KeptList", other: "KeptList") -> bool:
    """Tell whether two kept lists differ at most in the day on which they were read."""
    return one.model_copy(update={"read": other.read}) == other


def _write(found: "Checkout", path: str, text: str) -> None:
    """Write a file over the one that was read, or anew, unless somebody changed it meanwhile."""
    read = {e.document.path: e.document.text for kind in ("paper", "references") for e in found.entries[kind]}
    if path not in read:
        try:
            files.create(found.root / path, text.encode())
        except FileExistsError:
            raise Failed(f"{path}: somebody wrote it in the meantime, left alone; run the command again") from None
    elif not files.rewrite(found.root, path, read[path], text):
        raise typer.Exit(PROBLEMS_FOUND)
    print(path)


def _ask(paper: "Paper", service: str) -> "ReferenceList":
    """Return the list that a service answers with."""
    from effllm.ingest import crossref, openalex, semantic_scholar  # noqa: PLC0415 - as above
    from effllm.sources import Client, Missing, NoAnswer, reference_services  # noqa: PLC0415

    try:
        with Client() as client:
            if service == "openalex":
                return openalex(*reference_services.openalex(client, paper))
            if service == "crossref":
                return crossref(reference_services.crossref(client, paper))
            found = semantic_scholar(reference_services.semantic_scholar(client, paper))
    except (Missing, reference_services.NotAsked) as error:
        reason = f"{_FOR_PEOPLE[service]} gives no reference list of {paper.key}: {error}"
        raise Failed(f"{reason}; another service or a file may have it") from None
    except NoAnswer as error:
        reason = f"could not reach {_FOR_PEOPLE[service]} ({error}): not your fault"
        raise Failed(f"{reason}; try again later, or another service or a file") from None
    return replace(found, source=reference_services.semantic_scholar_source(paper))


def _read(paper: "Paper", file: Path, works: "Sequence[Path]") -> "ReferenceList":
    """Return the list that a file holds."""
    from effllm.ingest.list_files import read_list  # noqa: PLC0415 - as above

    for path in (file, *works):
        if why := files.no_file(path):
            proposal = did_you_mean(str(path), _FOR_PEOPLE) or f"the services are {', '.join(_FOR_PEOPLE)}"
            raise WrongUsage(f"{why}; {proposal}" if path is file else why)
    try:
        return read_list(paper, partial(_lines, file), [partial(_lines, path) for path in works])
    except UnicodeDecodeError as error:
        raise files.not_text(file, error) from None
    except (EOFError, zlib.error):
        raise Failed(f"{file}: a broken gzip file; fetch it again") from None


def _lines(path: Path) -> "Iterator[bytes]":
    """Yield the lines of a file, unpacked where it is a gzip file."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else path.open("rb") as opened:
        yield from opened
