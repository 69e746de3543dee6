"""Records renewed with what services say: asked, compared, written as text and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from effllm.ingest.kept_list import problems_of
from effllm.ingest.service_changes import changes, renewed
from effllm.rules.context import Context
from effllm.store import layout, record_file
from effllm.store.file_rules import NOT_CANONICAL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.ingest.asking import Asked, Asker
    from effllm.ingest.service_changes import Differs
    from effllm.problems import Problem
    from effllm.records import Paper
    from effllm.store.checkout import Checkout


class Renewed(NamedTuple):
    """A record of which services say something else.

    Attributes:
        path: path of its file.
        before: text of the file.
        after: what it would be; the same where all of it is left to a person.
        found: what differs.
    """

    path: str
    before: str
    after: str
    found: tuple[Differs, ...]


class Refreshed(NamedTuple):
    """What came of asking about some records.

    Attributes:
        renewed: the records of which services say something else, in the order of their files.
        asked: what came of asking each service.
        problems: what would be wrong with records that are therefore left alone.
    """

    renewed: list[Renewed]
    asked: list[Asked]
    problems: list[Problem]


def refresh(found: Checkout, papers: Collection[Paper], asker: Asker) -> Refreshed:
    """Ask services about papers of a checkout, and return what differs; nothing is written.

    A record whose file has problems, or would have some, is left alone.
    """
    known = Context(found)
    said, asked = asker.ask(papers, known.preprints)
    wrong = {problem.path for problem in found.problems if problem.code != NOT_CANONICAL.code}
    differing = [one for one in _compared(found, said, known) if one.path not in wrong]
    texts = {one.path: one.after for one in differing if one.after != one.before}
    problems = problems_of(found, texts) if texts else []
    refused = {problem.path for problem in problems}
    kept = [one._replace(after=one.before) if one.path in refused else one for one in differing]
    return Refreshed(kept, asked, problems)


def _compared(found: Checkout, said: Mapping[str, Sequence[Reference]], known: Context) -> list[Renewed]:
    differing = []
    for entry in found.entries[layout.PAPER.name]:
        if not (answers := said.get(layout.stem_of(entry.document.path))):
            continue
        paper = entry.record
        if differs := tuple(changes(paper, answers, known)):
            path, new = entry.document.path, renewed(paper, differs)
            before = entry.document.text
            after = before if new is paper else record_file.canonical(path, layout.PAPER, [new])
            differing.append(Renewed(path, before, after, differs))
    return differing
