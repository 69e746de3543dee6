"""Citations between papers here, as a snapshot knows them: edges.jsonl -> `cites` of the records, with their source."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from effllm.harvest.found_lines import found_lines
from effllm.harvest.literature_counts import COUNT
from effllm.ingest import extended
from effllm.records import Source
from effllm.store import layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effllm.problems import Problem
    from effllm.records import Paper
    from effllm.store.checkout import Checkout
    from effllm.store.entry import Entry

EDGE = '{"citing":"doe2023thin","cited":"doe2021rope","source":"openalex:W1@2026-11-01"}'
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
    for line in found_lines(path, file, dict.fromkeys(("citing", "cited", "source"), str), EDGE, edges.problems):
        edges.lines = line.number
        if Source(line.value["source"]).kind not in _PLACES:
            hint = "write the citing work, as openalex:W2741809807@2026-11-01, or an address"
            edges.problems.append(line.problem("source", "it is no place where a reader can look", hint))
            continue
        ends = (line.value["citing"], line.value["cited"])
        citing, cited = map(key_of.get, ends)
        if citing and cited and citing != cited:
            edges.here += 1
            edges.cites.setdefault(citing, defaultdict(set))[line.value["source"]].add(cited)
        edges.unknown.update(end for end in {*ends} if end not in key_of and not _WORK.fullmatch(end))
    return edges


def whole_lists(path: str, file: BinaryIO, key_of: Mapping[str, str]) -> tuple[set[tuple[str, str]], list[Problem]]:
    """Read the counts.jsonl of a harvest: which lists have as many entries as their works say.

    Returns:
        Key and source of each of these lists, and the lines that are no counts.
    """
    whole: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for line in found_lines(path, file, {"paper": str, "references": dict}, COUNT, problems):
        key, listed = key_of.get(line.value["paper"]), line.value["references"]
        if key and listed.get("full") is True:
            whole.add((key, str(listed.get("source"))))
    return whole, problems


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
