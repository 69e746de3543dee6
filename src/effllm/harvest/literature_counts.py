"""How often the literature cites the papers here: counts.jsonl of a snapshot -> lines of `papers/cited.jsonl`."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from effllm.harvest.found_lines import found_lines
from effllm.records import CitationCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.problems import Problem

COUNT = (
    '{"paper":"doe2023thin","cited":7,"date":"2026-11-01",'
    '"references":{"source":"openalex:W1@2026-11-01","full":false}}'
)
"""The parts of a line of counts.jsonl that are read."""


class Merged(NamedTuple):
    """Counts together, one of a paper.

    Attributes:
        counts: the counts, by key.
        new: how many of them were not kept before.
        older: how many papers have a count of a later day already, which stays.
        unknown: keys that no paper here has.
    """

    counts: list[CitationCount]
    new: int
    older: int
    unknown: list[str]


def counts_in(path: str, file: BinaryIO) -> tuple[list[CitationCount], list[Problem]]:
    """Return the counts in a file that `effllm harvest snapshot` wrote, and what is wrong with its other lines.

    Args:
        path: what people call the file.
        file: the file.
    """
    problems: list[Problem] = []
    counts: list[CitationCount] = []
    for line in found_lines(path, file, {"paper": str, "cited": int, "date": str, "references": dict}, COUNT, problems):
        said = line.value
        try:
            counts.append(
                CitationCount(
                    paper=said["paper"], cited=said["cited"], date=said["date"], source=said["references"].get("source")
                )
            )
        except ValueError:
            name = "cited" if said["cited"] < 0 else "references"
            problems.append(line.problem(name, "it is no count with a source", f"a line is one object: {COUNT}"))
    return counts, problems


def merged(kept: Iterable[CitationCount], found: Iterable[CitationCount], key_of: dict[str, str]) -> Merged:
    """Return kept and found counts together, of each paper that of the latest day.

    Args:
        kept: what is in the checkout.
        found: what a snapshot says.
        key_of: present and former keys -> the present key.
    """
    counts = {one.paper: one for one in kept}
    new, older, unknown = set(), 0, []
    for one in found:
        key = key_of.get(one.paper)
        if key is None:
            unknown.append(one.paper)
        elif key in counts and counts[key].date > one.date:
            older += 1
        elif counts.get(key) != (current := one.model_copy(update={"paper": key})):
            counts[key] = current
            new.add(key)
    return Merged(sorted(counts.values(), key=lambda one: one.rank), len(new), older, unknown)
