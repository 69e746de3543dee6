"""V: venue and year against what the sources and the DOI say of where a paper appeared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check
from effllm.ids import anthology_year, is_id, read_id
from effllm.records.source import kind_of
from effllm.rules.context import each
from effllm.rules.kept_findings import identity
from effllm.rules.venues import FIRST_YEAR, anthology_venue
from effllm.store.writer import line

if TYPE_CHECKING:
    from effllm.records import Paper
    from effllm.rules.context import Context, EntryFindings, Findings

SOURCE = Rule(
    "V007",
    "Venue and year agree with the proceedings they were read from",
    "A file or a page of one year's proceedings holds that venue and year, so one of the two is a slip.",
    "year: 2024\nvenue: ICLR\nsources:\n  year: a/list:data/iclr-2023.json",
    "year: 2023\nvenue: ICLR\nsources:\n  year: a/list:data/iclr-2023.json",
)
PREPRINT = Rule(
    "V008",
    "What is in proceedings is no preprint",
    "Readers and citations want the published venue. An OpenReview page may also be of a paper that was turned down.",
    'venue: arXiv\narxiv: "2312.00001"\nopenreview: Gh4iJk5lMn',
    'venue: ICLR\narxiv: "2312.00001"\nopenreview: Gh4iJk5lMn',
    severity="warning",
)
PUBLISHER = Rule(
    "V009",
    "A DOI begins as those of its venue",
    "The part before the slash belongs to a publisher. Another one than that of the venue's other papers is often"
    " another paper's.",
    "# doe2021thin.yml\n{venue: Findings of ACL, doi: 10.1000/1}\n# doe2022thin.yml\n"
    "{venue: Findings of ACL, doi: 10.1000/2}\n# doe2023thin.yml\n{venue: Findings of ACL, doi: 10.2000/3}",
    "# doe2023thin.yml\n{venue: Findings of ACL, doi: 10.1000/3}",
    severity="warning",
)

_FILE = re.compile(r"(?:^|[/:])([a-z]+)[-_]?((?:19|20)[0-9]{2})\.json", re.ASCII)  # data/papers/iclr-2023.json.gz
_HOSTS = re.compile(
    r"https?://(?:[a-z]+\.)?(?:proceedings\.mlr\.press|papers\.n(?:eur)?ips\.cc|proceedings\.neurips\.cc|dl\.acm\.org"
    r"|ieeexplore\.ieee\.org|openaccess\.thecvf\.com|usenix\.org|ojs\.aaai\.org|proceedings\.mlsys\.org|jmlr\.org"
    r"|n(?:eur)?ips\.cc/virtual/[0-9]+/(?:poster|oral)|i(?:cml|clr)\.cc/virtual/[0-9]+/(?:poster|oral))/",
    re.ASCII,
)
_ENOUGH = 3
"""How many DOIs of a venue show what they begin with."""

_WITHOUT = 10
"""How many papers of a venue without a DOI show that it gives none."""


def _proceedings_of(source: str, context: Context) -> tuple[str, int]:
    """Return the venue and the year that a source is the proceedings of; empty and 0 where it does not say."""
    name, year, acl = _said_by(source)
    if name:
        venue = context.venue_index.named(name)
        return venue.id if venue else "", year
    return (anthology_venue(acl, context), anthology_year(acl)) if acl else ("", 0)


@lru_cache(maxsize=1 << 12)
def _said_by(source: str) -> tuple[str, int, str]:
    """Return the venue's name and the year that a source's file says, or the Anthology id that it is."""
    if source.startswith("arXiv:") and ".json" not in source and kind_of(source) in {"id", "paper"}:  # as most
        return "", 0, ""
    if match := _FILE.search(source):
        return match[1], int(match[2]), ""
    if kind_of(source) in {"file", "judged"} and "10." not in source and "acl" not in source.casefold():
        return "", 0, ""
    kind, value = read_id(source) or ("", "")
    return "", 0, value if kind == "acl" else ""


def _sources(paper: Paper, field: str) -> tuple[str, ...]:
    given = paper.sources.get(field, ())
    return (given,) if isinstance(given, str) else given


@each("paper", SOURCE)
def source(paper: Paper, context: Context) -> Findings:
    """Compare year and venue with the files and pages they were read from; of Anthology ids `venues` tells."""
    if paper.venue not in context.venues or paper.venue in context.preprints:
        return
    for text in () if anthology_year(paper.acl or "") else _sources(paper, "year"):
        venue, year = _proceedings_of(text, context)
        if venue and year != paper.year and FIRST_YEAR <= paper.year <= context.today.year + 1:  # else V003 tells
            message = f"year {paper.year}, but it was read from {venue} {year} ({text})"
            yield Finding(("year",), message, f"write: year: {year}, or the source that says {paper.year}")
            break
    for text in () if anthology_venue(paper.acl or "", context) else _sources(paper, "venue"):
        venue, year = _proceedings_of(text, context)
        if venue and venue not in {paper.venue, *paper.venue.split()}:  # Findings of EMNLP are in the file of EMNLP
            message = f"venue {paper.venue}, but it was read from {venue} {year} ({text})"
            yield Finding(("venue",), message, f"write: {line('venue', venue)}, or the source that says {paper.venue}")
            break


@each("paper", PREPRINT)
def preprint(paper: Paper, context: Context) -> Findings:
    """Look for preprints with an id or a source of a published paper; of Anthology ids `venues` tells."""
    if paper.venue not in context.preprints or paper.acl:
        return
    texts = [text for field in paper.sources for text in _sources(paper, field)]
    proceedings = next((text for text in texts if _HOSTS.match(text) or _proceedings_of(text, context)[0]), "")
    what = (proceedings and f"{proceedings} is of a published paper") or (
        (paper.doi and is_id("doi", paper.doi) and f"doi {paper.doi} is of a published paper")
        or (paper.openreview and f"OpenReview has it as {paper.openreview}")
    )
    if what:
        hint = "write venue and year of the proceedings; it is right only where they did not take the paper"
        yield Finding(("venue",), f"venue {paper.venue}, but {what}", hint)


@check(PUBLISHER, of=(identity,))
def publisher(context: Context) -> EntryFindings:
    """Compare the beginning of each DOI with those of the other papers of its venue."""
    by_venue: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in context.entries("paper"):
        venue, prefix = entry.fact(_venue_and_prefix)
        by_venue[venue][prefix] += 1
    for entry in context.entries("paper"):
        venue, prefix = entry.fact(_venue_and_prefix)
        found = by_venue[venue]
        if not prefix or found[prefix] > 1:
            continue
        paper: Paper = entry.record
        if not is_id("doi", paper.doi or ""):
            continue
        usual = max(found, key=lambda other: found[other] if other not in {"", prefix} else 0)
        others = found.total() - found[""] - 1
        if others >= _ENOUGH or found[""] >= _WITHOUT:
            has = f"those of other papers of {paper.venue} with {usual}" if others else f"{paper.venue} has none else"
            message = f"this DOI begins with {prefix}, {has}"
            yield entry, Finding(("doi",), message, "look whether it leads to this title, or the venue is wrong")


def _venue_and_prefix(paper: Paper) -> list[str]:
    return [paper.venue, (paper.doi or "").partition("/")[0]]


CHECKS = (source, preprint, publisher)
