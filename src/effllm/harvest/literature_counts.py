"""How often the literature cites the papers here: counts.jsonl of a snapshot -> lines of `papers/cited.jsonl`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from effllm.records import CitationCount

if TYPE_CHECKING:
    from collections.abc import Iterable


class NoCount(ValueError):  # noqa: N818 - what it is
    """A line does not say how often a paper is cited; the text says which, and what a line looks like."""


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


def counts_in(text: str) -> list[CitationCount]:
    """Return the counts in a file that `effllm harvest snapshot` wrote.

    Raises:
        NoCount: a line is none.
    """
    return [_count(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _count(number: int, line: str) -> CitationCount:
    try:
        said = json.loads(line)
        return CitationCount(
            paper=said["paper"], cited=said["cited"], date=said["date"], source=said["references"]["source"]
        )
    except (ValueError, RecursionError, KeyError, TypeError):
        raise NoCount(
            f"line {number} is no count; effllm harvest snapshot writes them: "
            '{"paper":"doe2023thin","cited":7,"date":"2026-11-01","references":{"source":"openalex:W1@2026-11-01"}}'
        ) from None


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
