"""Citations between papers here, as a snapshot knows them: edges.jsonl -> `cites` of the records, with their source."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from effllm.checks import Finding
from effllm.ingest import extended
from effllm.problems import Problem
from effllm.records import Source
from effllm.store import file_rules, layout
from effllm.store.json_lines import problem_in_line, read_line
from effllm.wording import not_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from effllm.records import Paper
    from effllm.store.checkout import Checkout
    from effllm.store.document import Loc
    from effllm.store.entry import Entry

EDGE = '{"citing":"doe2023thin","cited":"doe2021rope","source":"openalex:W1@2026-11-01"}'
COUNT = '{"paper":"doe2023thin","references":{"source":"openalex:W1@2026-11-01","full":true}}'
LONGEST = 100_000
"""Longest line that is read, in bytes; those that `effllm harvest snapshot` writes are far shorter."""
_WORK = re.compile(r"W[0-9]+|CorpusId:[0-9]+")  # W2741809807
_PLACES = {"id", "address", "file"}


@dataclass
class Edges:
    """What a file says of citations between papers here.

    Attributes:
        cites: key of the citing paper -> source -> keys of what it cites.
        lines: how many lines the file has.
        here: how many of them are citations between papers here.
        unknown: keys that no paper here has -> in how many lines.
        problems: lines that are no citations.
    """

    cites: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    lines: int = 0
    here: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def edges_in(path: str, file: BinaryIO, key_of: Mapping[str, str]) -> Edges:
    """Read the edges.jsonl of a harvest, line by line; what is kept of it are citations between papers here.

    Args:
        path: what people call the file.
        file: the file.
        key_of: present and former keys -> the present key.
    """
    edges = Edges()
    for number, line, value in _objects(path, file, EDGE, edges.problems):
        edges.lines = number
        if wrong := _wrong_edge(path, number, line, value):
            edges.problems.append(wrong)
            continue
        citing, cited = (key_of.get(value[end]) for end in ("citing", "cited"))
        if citing and cited and citing != cited:
            edges.here += 1
            edges.cites.setdefault(citing, defaultdict(set))[value["source"]].add(cited)
        ends = {value["citing"], value["cited"]}
        edges.unknown.update(end for end in ends if end not in key_of and not _WORK.fullmatch(end))
    return edges


def _wrong_edge(path: str, number: int, line: str, value: dict[str, Any]) -> Problem | None:
    for name in ("citing", "cited", "source"):
        if not isinstance(value.get(name), str) or not value[name]:
            said = f"{name} has to be a text" if name in value else f"{name} is missing"
            return problem_in_line(path, number, line, Finding((name,), said, f"a citation is a line like {EDGE}"))
    if Source(value["source"]).kind not in _PLACES:
        hint = "write the citing work, as openalex:W2741809807@2026-11-01, or an address"
        finding: Finding[Loc] = Finding(("source",), "it is no place where a reader can look", hint)
        return problem_in_line(path, number, line, finding)
    return None


def whole_lists(path: str, file: BinaryIO, key_of: Mapping[str, str]) -> tuple[set[tuple[str, str]], list[Problem]]:
    """Read the counts.jsonl of a harvest: which lists have as many entries as their works say.

    Returns:
        Key and source of each of these lists, and the lines that are no counts.
    """
    whole: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for number, line, value in _objects(path, file, COUNT, problems):
        listed = value.get("references")
        if not isinstance(value.get("paper"), str) or not isinstance(listed, dict):
            name = "references" if isinstance(value.get("paper"), str) else "paper"
            finding: Finding[Loc] = Finding((name,), "it is no count", f"a count is a line like {COUNT}")
            problems.append(problem_in_line(path, number, line, finding))
        elif listed.get("full") is True and value["paper"] in key_of:
            whole.add((key_of[value["paper"]], str(listed.get("source"))))
    return whole, problems


def _objects(
    path: str, file: BinaryIO, example: str, problems: list[Problem]
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield number, text and object of each line; what is wrong with the others joins ``problems``."""
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        if len(raw) == LONGEST:
            said = f"longer than {LONGEST:,} bytes; what follows was not read"
            problems.append(
                Problem(path, number, 1, file_rules.TOO_LARGE.code, said, f"a line is one object: {example}")
            )
            return
        try:
            line = raw.decode().rstrip("\r\n")
        except UnicodeDecodeError as error:
            _, column, said = not_utf8(error)
            problems.append(Problem(path, number, column, file_rules.NOT_UTF8.code, said))
            continue
        found = read_line(path, number, line, example)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            yield number, line, found


class CitesMore(NamedTuple):
    """A record that citations are new for.

    Attributes:
        entry: the record and its file, as read.
        paper: the record with them.
        new: their keys.
    """

    entry: Entry
    paper: Paper
    new: tuple[str, ...]


@dataclass
class CitesPlan:
    """What becomes of the records.

    Attributes:
        changed: records that get something, by the path of their file.
        against: keys of papers whose list was read whole -> what it does not have, though the snapshot does.
        unreadable: paths of records that have problems.
    """

    changed: dict[str, CitesMore] = field(default_factory=dict)
    against: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def plan(found: Checkout, edges: Edges, whole: set[tuple[str, str]]) -> CitesPlan:
    """Return what becomes of the records of a checkout; nothing is taken out of one.

    A list that was read whole promises that a paper cites nothing else: its record stays as it is.

    Args:
        found: the checkout.
        edges: the citations.
        whole: key and source of the lists that count as read whole.
    """
    made = CitesPlan()
    wrong = {problem.path for problem in found.problems} - {*found.unformatted}
    kept = {entry.record.key for entry in found.entries[layout.REFERENCES.name]}
    for entry in found.entries[layout.PAPER.name]:
        paper: Paper = entry.record
        sources = edges.cites.get(paper.key, {})
        new = tuple(sorted(set().union(*sources.values()) - {*paper.cites}))
        if not sources:
            continue
        if entry.document.path in wrong:
            made.unreadable.append(entry.document.path)
        elif paper.references == "full":
            made.against |= {paper.key: new} if new else {}
        else:
            after = paper
            for source, cited in sorted(sources.items()):
                is_whole = (paper.key, source) in whole and paper.key not in kept
                if is_whole or not cited <= {*after.cites}:
                    after = extended(after, cited, whole=is_whole, source=source)
            if after != paper:
                made.changed[entry.document.path] = CitesMore(entry, after, new)
    return made
