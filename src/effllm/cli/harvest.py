"""`effllm harvest`: papers that may belong here, and what the literature says of those that are."""

import os
import re
import tempfile
from contextlib import closing
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, TypeVar

import typer

from effllm.cli import files
from effllm.cli.adding import DryRun
from effllm.cli.checkout_path import checkout_root
from effllm.cli.console import one_line, progress, say, show_json
from effllm.cli.failures import PROBLEMS_FOUND, Failed, WrongUsage
from effllm.cli.harvest_papers import papers
from effllm.cli.options import Json, Root, day, with_cache
from effllm.harvest.snapshot_files import NoSnapshot, find
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from effllm.harvest.literature_edges import CitesPlan, Edges
    from effllm.problems import Problem
    from effllm.store.checkout import Checkout

T = TypeVar("T")

harvest = typer.Typer(add_completion=False)
harvest.command()(with_cache(papers))


@harvest.callback(invoke_without_command=True)
def harvest_(context: typer.Context) -> None:
    """Find candidates, and who cites the papers here."""
    if context.invoked_subcommand is None:
        print(context.get_help())


class EngineName(StrEnum):
    """What runs the SQL."""

    duckdb = "duckdb"
    spark = "spark"


def _size(text: str) -> str:
    match = re.fullmatch(r"([1-9][0-9]{0,5}) ?(MB|GB|TB|MiB|GiB|TiB)", text.strip(), re.IGNORECASE)
    if not match:
        raise typer.BadParameter("it must be a size, such as 2GB or 500MB")
    return f"{match[1]}{match[2][0].upper()}{'i' if len(match[2]) == len('GiB') else ''}B"


@harvest.command()
@with_cache
def snapshot(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A snapshot of OpenAlex or Semantic Scholar.")],
    *,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder for what is found; a new one, or one of before.")],
    engine: Annotated[EngineName, typer.Option(help="What runs the queries.")] = EngineName.duckdb,
    memory_limit: Annotated[
        str, typer.Option(metavar="SIZE", callback=_size, help="Most memory of the engine, as 2GB.")
    ] = "2GB",
    cites: Annotated[int, typer.Option(metavar="N", min=1, help="A candidate cites at least N records.")] = 6,
    day_of: Annotated[
        date | None, typer.Option("--date", metavar="DATE", parser=day, help="Day of the snapshot.")
    ] = None,
    threads: Annotated[int, typer.Option(metavar="N", min=1, help="Threads on this machine.")] = os.cpu_count() or 1,
    temp: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for what is in between; it needs room, see the guide.")
    ] = None,
    json: Json = False,
    root: Root = None,
) -> None:
    """Read a snapshot of the literature: candidates, citations and counts.

    The folder holds OpenAlex's `data/works/updated_date=*/part_*.gz` (or Parquet copies), or the sets `papers` and
    `citations` of Semantic Scholar. Four files are written: candidates.jsonl for `effllm import-jsonl`, edges.jsonl,
    counts.jsonl and report.json.
    """
    from effllm.harvest.engines import ENGINES, EngineFailed  # noqa: PLC0415 - as the rest of this command
    from effllm.harvest.snapshot_run import OUTPUTS  # noqa: PLC0415
    from effllm.harvest.snapshot_run import harvest as read  # noqa: PLC0415
    from effllm.ingest.session import Session  # noqa: PLC0415

    base = checkout_root(root)
    if not folder.is_dir():
        raise WrongUsage(f"{folder}: no such folder")
    try:
        found = find(folder, day_of.isoformat() if day_of else "")
    except NoSnapshot as error:
        raise WrongUsage(str(error)) from None
    if output.exists() and (not output.is_dir() or {file.name for file in output.iterdir()} - {*OUTPUTS}):
        raise WrongUsage(f"--output {output}: it holds other files; name a new folder")
    session = Session(base)
    temp = temp or output.absolute().parent
    temp.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".effllm-harvest-", dir=temp) as between,
        progress("Harvest", how="") as doing,
    ):
        try:
            running = ENGINES[engine](Path(between) / "staged", memory_limit, threads)
            with closing(running):
                report = read(
                    found,
                    running,
                    session.papers,
                    output,
                    Path(between),
                    left_out=session.left_out,
                    least=cites,
                    threads=threads,
                    doing=doing,
                )
        except EngineFailed as error:
            raise Failed(one_line(str(error))) from None
    if json:
        show_json(report)
    _say(report, output)
    if report["damaged"]:
        raise typer.Exit(PROBLEMS_FOUND)


@harvest.command()
@with_cache
def counts(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The counts.jsonl of `effllm harvest snapshot`.")],
    *,
    dry_run: DryRun = False,
    root: Root = None,
) -> None:
    """Keep how often the whole literature cites the papers here.

    The counts go into papers/cited.jsonl, of each paper that of the latest day. They are shown beside "cited by", which
    counts papers here, and never added to it.
    """
    from effllm.harvest.literature_counts import counts_in, merged  # noqa: PLC0415 - as above
    from effllm.ingest import problems_of  # noqa: PLC0415
    from effllm.rules.context import Context  # noqa: PLC0415
    from effllm.store import checkout, layout  # noqa: PLC0415
    from effllm.store.json_lines import to_lines  # noqa: PLC0415

    base = checkout_root(root)
    files.clean(base)
    found = _read_back(file, counts_in)
    before = files.text_of(base, layout.CITED_PATH)
    records = checkout.read(base)
    if any(problem.path == layout.CITED_PATH for problem in records.problems):
        raise Failed(
            f"{layout.CITED_PATH} has problems, so nothing is written; see: effllm validate {layout.CITED_PATH}"
        )
    known = Context(records)
    kept = [entry.record for entry in known.entries(layout.CITED.name)]
    together = merged(kept, found, known.key_of)
    text = to_lines(together.counts)
    _refuse(file, problems_of(records, {layout.CITED_PATH: text}) if together.new else [])
    wanted = not dry_run and text and text != before
    if wanted and not files.rewrite_or_create(base, layout.CITED_PATH, before, text):
        raise typer.Exit(PROBLEMS_FOUND)
    for key in together.unknown:
        say(f"{one_line(key)}: no such paper here, passed over")
    older = f", {count(together.older, 'count')} of an earlier day passed over" if together.older else ""
    would = "would be written" if dry_run else "written"
    say(f"{layout.CITED_PATH}: {count(together.new, 'count')} {would}{older}")


@harvest.command()
@with_cache
def cites(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The edges.jsonl of `effllm harvest snapshot`.")],
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Call a list full where counts.jsonl beside the file says that it is.")
    ] = False,
    dry_run: DryRun = False,
    root: Root = None,
) -> None:
    """Put citations between papers here into their records.

    Only citations whose two ends are records count, each with its source. Nothing is taken out of a record, and one
    whose reference list was read whole stays as it is. A stopped run is repeated.
    """
    from effllm.ingest import problems_of  # noqa: PLC0415 - as above
    from effllm.rules.context import Context  # noqa: PLC0415
    from effllm.store import checkout, layout, record_file  # noqa: PLC0415

    base = checkout_root(root)
    files.clean(base)
    records = checkout.read(base)
    edges, planned = _planned(file, records, Context(records).key_of, full=full)
    texts = {path: record_file.canonical(path, layout.PAPER, [one.paper]) for path, one in planned.changed.items()}
    problems = problems_of(records, texts) if texts else []
    failed = {problem.path for problem in problems}
    done = []
    for path, one in planned.changed.items():
        if path not in failed and (dry_run or files.rewrite(base, path, one.entry.document.text, texts[path])):
            done.append(one)
            print(f"{path}: cites {', '.join(one.new)}" if one.new else f"{path}: references: {one.paper.references}")
    for problem in problems:
        say(str(problem))
    for path in (*planned.unreadable, *sorted(failed)):
        why = "it would have problems" if path in failed else f"it has problems, see: effllm validate {path}"
        say(f"{path}: left alone, {why}")
    for key, lacking in planned.against.items():
        say(f"{key}: left alone, its reference list was read whole and has no {', '.join(lacking)}")
    if edges.unknown:
        named = ", ".join(map(one_line, sorted(edges.unknown)[:_NAMED]))
        say(f"{count(len(edges.unknown), 'key')} that no paper here has, passed over: {named}")
    would = "would be written" if dry_run else "written"
    new = count(sum(len(one.new) for one in done), "new citation")
    say(
        f"{one_line(str(file))}: {count(edges.lines, 'line')}, {edges.here:,} between papers here; "
        f"{new} in {count(len(done), 'record')} {would}"
    )
    if planned.unreadable or len(done) < len(planned.changed):
        raise typer.Exit(PROBLEMS_FOUND)


_NAMED = 5
"""How many keys that no paper has are named."""


def _planned(file: Path, records: "Checkout", key_of: dict[str, str], *, full: bool) -> "tuple[Edges, CitesPlan]":
    """Read what a snapshot says of citations, and return it with what becomes of the records."""
    from effllm.harvest.literature_edges import edges_in, plan, whole_lists  # noqa: PLC0415 - as above

    edges = _read_back(file, lambda path, opened: ((read := edges_in(path, opened, key_of)), read.problems))
    beside = file.with_name("counts.jsonl")
    whole = _read_back(beside, lambda path, opened: whole_lists(path, opened, key_of)) if full else set()
    return edges, plan(records, edges, whole)


def _read_back(file: Path, read: "Callable[[str, BinaryIO], tuple[T, list[Problem]]]") -> T:
    """Return what a file of a harvest says, or fail with all that is wrong with it."""
    if wrong := files.no_file(file):
        raise WrongUsage(f"{wrong}; effllm harvest snapshot writes it")
    with file.open("rb") as opened:
        found, problems = read(str(file), opened)
    _refuse(file, problems)
    return found


def _refuse(file: Path, problems: "Sequence[Problem]") -> None:
    """Fail with what is wrong, if anything is: nothing is written."""
    from effllm.problems import first_of_many  # noqa: PLC0415 - as above

    for problem in first_of_many([*problems]):
        say(str(problem))
    if problems:
        raise Failed(f"{one_line(str(file))}: {count(len(problems), 'problem')}, so nothing is written")


def _say(report: dict[str, Any], output: Path) -> None:
    for one in report["damaged"]:
        say(f"{one_line(one['file'])}: {one['problem']}; what can be read of it was used")
    for one in report["with_bad_lines"]:
        lines = count(one["bad"], "line that is no work", "lines that are no works")
        say(f"{one_line(one['file'])}: {lines}, as {one_line(one['example'])}")
    papers = report["papers"]
    say(
        f"{count(report['lines'], 'line')} in {count(report['files'], 'file')} of {report['date']}: "
        f"{papers['found']:,} of {papers['here']:,} records found, {count(report['edges'], 'citation')}, "
        f"{count(report['candidates'], 'candidate')}, {len(report['doubtful']):,} doubtful; see {one_line(str(output))}"
    )
