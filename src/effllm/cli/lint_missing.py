"""`effllm lint --missing`: the papers of a category that a list lacks, as lines that it can take."""

from typing import TYPE_CHECKING

from effllm.cli.console import one_line, say, show_file, show_json
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from effllm.cli.lint_files import ListFile
    from effllm.kb import KnowledgeBase
    from effllm.lint import Index
    from effllm.lint.paper_list import ListDocument, ListEntry
    from effllm.records import Paper


def missing(lists: "Iterable[ListFile]", kb: "KnowledgeBase", index: "Index", category: str, *, json: bool) -> None:
    """Print what each list lacks, the papers that most public lists name first, those of one number by year."""
    from effllm.lint import ListProblem, read  # noqa: PLC0415 - readers that the other commands do not need

    wanted = kb.papers.filter(under=category)
    told = []
    for one in lists:
        document = read(one.file.as_posix(), one.raw, one.ending)
        if isinstance(document, ListProblem):
            say(str(document))
            continue
        there = {paper.key for entry in document.entries for paper in index.listed(entry)}
        lacking = [paper for paper in wanted.values() if paper.key not in there]
        numbers = {paper.key: len(kb.lists.naming(paper)) for paper in lacking}
        lacking.sort(key=lambda paper: (-numbers[paper.key], -paper.year, paper.key))
        write = _writer(document, one.ending, kb, index)
        name = one_line(one.file.as_posix())
        say(f"{name} lacks {count(len(lacking), 'paper')} of {category} ({len(wanted) - len(lacking):,} are there)")
        told += [
            {"path": name, "key": paper.key, "title": paper.title, "lists": numbers[paper.key], "line": write(paper)}
            for paper in lacking
        ]
    if json:
        show_json(told)
    else:
        show_file("".join(_told(told)))


def _told(told: "Iterable[dict[str, object]]") -> "Iterator[str]":
    """Yield the lines below how many public lists name them."""
    last: object = None
    for one in told:
        if (one["path"], one["lists"]) != last:
            yield ("\n" if last else "") + f"{one['path']}: in {count(int(str(one['lists'])), 'public list')}\n\n"
            last = (one["path"], one["lists"])
        yield f"{one['line']}\n"


def _writer(document: "ListDocument", ending: str, kb: "KnowledgeBase", index: "Index") -> "Callable[[Paper], str]":
    """Return what writes a paper in the form of a list."""
    from effllm.bibliography.bibtex_writer import to_bibtex  # noqa: PLC0415 - as above
    from effllm.export.list_form import ListForm  # noqa: PLC0415

    if ending not in {".md", ".markdown"}:
        return lambda paper: to_bibtex([paper], kb.venues)
    lines = (
        (document.text[slice(*document.line_span(entry.at))], found[0])
        for entry in document.entries
        if len(found := index.listed(entry)) == 1 and document.in_line(document.line(entry.at)) == 1
        if _says_its_venue(entry, found[0], index)
    )
    return ListForm(lines).line


def _says_its_venue(entry: "ListEntry", paper: "Paper", index: "Index") -> bool:
    """Tell whether an entry names only the venue and year of its paper: what else it names is of no other paper."""
    return all(
        (mention.venue.casefold() == paper.venue.casefold() and mention.year in {0, paper.year})
        or (mention.place == "label" and not mention.year and venue.kind == "preprint")
        for venue, mention in ((one.venue, one.mention) for one in index.venues_in(entry))
    )
