"""V: where and when a paper appeared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, put
from effllm.ids import anthology_year, arxiv_year, is_id
from effllm.nearest import did_you_mean
from effllm.rules.context import each
from effllm.store.writer import line

if TYPE_CHECKING:
    from effllm.problems import Edit
    from effllm.records import Paper
    from effllm.rules.context import Context, Findings

VENUE = Rule(
    "V001",
    "The venue is one of the list",
    "With one spelling for each venue, a filter finds all of its papers.",
    "venue: NeurlPS",
    "venue: NeurIPS",
    fix="An alias, other capitals or the year behind the name become the id of the list.",
)
BEFORE_ARXIV = Rule(
    "V002",
    "The year is not before the arXiv id's",
    "An arXiv id tells when the first version came; an earlier year is a slip in one of the two. Only a published "
    "paper comes to arXiv later, at most two years, and its record says where its venue was read.",
    'year: 2022\narxiv: "2312.00001"',
    'year: 2023\narxiv: "2312.00001"',
)
_LATER_ON_ARXIV = 2
YEAR = Rule(
    "V003",
    "The year is a year of publication",
    "Sorting and trends are made from it.",
    "year: 20023",
    "year: 2023",
)
ANTHOLOGY = Rule(
    "V004",
    "Venue and year agree with the Anthology id",
    "The id names the volume a paper is in, so it settles the question.",
    "venue: ACL\nacl: 2023.findings-acl.1",
    "venue: Findings of ACL\nacl: 2023.findings-acl.1",
)
PUBLISHED = Rule(
    "V005",
    "A published paper is no preprint",
    "Readers and citations want the published venue. The arXiv id stays beside it.",
    "venue: arXiv\nacl: 2023.acl-long.1",
    "venue: ACL\nacl: 2023.acl-long.1",
)
PREPRINT = Rule(
    "V010",
    "The year of a preprint is that of its first version",
    "A preprint has no other date of publication. A later year belongs to a venue, which is then missing.",
    'year: 2024\nvenue: arXiv\narxiv: "2312.00001"',
    'year: 2023\nvenue: arXiv\narxiv: "2312.00001"',
)

FIRST_YEAR = 1950
"""Year before which there is no paper of the field: a smaller number is a slip."""

_YEAR_BEHIND = re.compile(r"[\s'\u2019,-]{0,5}(?:19|20)[0-9]{2}$")
_NO_VENUE = re.compile(
    r"n/?a|none|null|tb[ad]|todo|unknown|unpublished|preprints?|submitted|openreview|(?:under|in) (?:review|submi).*",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(r"workshop|findings|demo|industry|tutorial|companion|submi|review", re.IGNORECASE)
"""What makes another venue, or none, of the one beside it."""

_ANTHOLOGY = re.compile(r"[0-9]{4}\.([a-z0-9_]+-[a-z0-9]+)\.[0-9]+|([PDNE][0-9]{2}-1|[CQJ])[0-9-]+")  # P19-1001
_VOLUMES = {
    "acl-demo": "ACL Demo",
    "acl-demos": "ACL Demo",
    "acl-industry": "ACL Industry",
    "acl-long": "ACL",
    "acl-main": "ACL",
    "acl-short": "ACL",
    "acl-srw": "ACL SRW",
    "coling-main": "COLING",
    "eacl-long": "EACL",
    "eacl-main": "EACL",
    "eacl-short": "EACL",
    "emnlp-demo": "EMNLP Demo",
    "emnlp-demos": "EMNLP Demo",
    "emnlp-industry": "EMNLP Industry",
    "emnlp-main": "EMNLP",
    "findings-aacl": "Findings of AACL",
    "findings-acl": "Findings of ACL",
    "findings-eacl": "Findings of EACL",
    "findings-emnlp": "Findings of EMNLP",
    "findings-naacl": "Findings of NAACL",
    "naacl-demo": "NAACL Demo",
    "naacl-demos": "NAACL Demo",
    "naacl-industry": "NAACL Industry",
    "naacl-long": "NAACL",
    "naacl-main": "NAACL",
    "naacl-short": "NAACL",
    "tacl-1": "TACL",
    # Ids until 2019 begin with a letter, and of conferences only the first volume is the main one.
    "C": "COLING",
    "D": "EMNLP",
    "E": "EACL",
    "J": "Computational Linguistics",
    "N": "NAACL",
    "P": "ACL",
    "Q": "TACL",
}


def anthology_venue(acl: str, context: Context) -> str:
    """Return the venue of an Anthology volume, where that is plain and the list has it; else an empty text."""
    match = _ANTHOLOGY.fullmatch(acl)
    venue = _VOLUMES.get(match[1] or match[2][0], "") if match else ""
    return venue if venue in context.venues else ""


def _spelled(text: str, context: Context) -> list[str]:
    """Return the venues of the list that a text spells in another way."""
    parts = [text, _YEAR_BEHIND.sub("", text), *re.split("[,;/]", text)]
    return list(dict.fromkeys(venue.id for part in parts if (venue := context.venue_index.named(part))))


def _meant(text: str, context: Context) -> str:
    """Say which venue of the list is meant."""
    found = _spelled(text, context)
    if len(found) > 1:
        return f"one venue only, the published one: {' or '.join(found)}"
    if found:
        return f"write: {line('venue', found[0])}"
    if _NO_VENUE.fullmatch(text.strip()):
        return f"where there is no venue yet, write: {line('venue', 'arXiv')}"
    if (named := context.venue_index.within(text)) and not _QUALIFIED.search(text):
        return f"write: {line('venue', named.id)}"
    near = did_you_mean(_YEAR_BEHIND.sub("", text), context.venues)
    return f"{near}\na new venue goes into taxonomy/venues.yml first; write arXiv where the paper is only there".strip()


@each("paper", VENUE)
def venue_known(paper: Paper, context: Context) -> Findings:
    """Look the venue up."""
    if paper.venue and context.venues and paper.venue not in context.venues:
        hint = _meant(paper.venue, context)
        yield Finding(("venue",), f'venue "{paper.venue}" is not in the list', hint, fix=_respelled(paper, context))


def _respelled(paper: Paper, context: Context) -> tuple[Edit, ...]:
    """Return the fix for a venue in another spelling; none where it says more than that, or two venues."""
    behind = _YEAR_BEHIND.search(paper.venue)
    spelling = _YEAR_BEHIND.sub("", paper.venue) if behind and behind[0].endswith(str(paper.year)) else paper.venue
    found = context.venue_index.named(spelling)
    return put(found.id, "venue") if found else ()


@each("paper", BEFORE_ARXIV)
def before_arxiv(paper: Paper, context: Context) -> Findings:
    """Compare the year with the arXiv id's."""
    if paper.arxiv and is_id("arxiv", paper.arxiv) and FIRST_YEAR <= paper.year < arxiv_year(paper.arxiv):
        first = arxiv_year(paper.arxiv)
        told = any(source.judged is None for source in paper.source("venue"))
        if told and paper.venue not in context.preprints and first - paper.year <= _LATER_ON_ARXIV:
            return
        message = f"year {paper.year} is before the arXiv id's {first}"
        yield Finding(("year",), message, f"write: year: {first}, or look whether the arXiv id is another paper's")


@each("paper", YEAR, needs=("year",))
def year_range(paper: Paper, context: Context) -> Findings:
    """Check that the year is between the first computers and next year."""
    if not FIRST_YEAR <= paper.year <= context.today.year + 1:
        short = 2000 + paper.year if 0 < paper.year <= context.today.year - 1999 else 0  # 24 is short for 2024
        hint = f"write: year: {short}" if short else f"a year from {FIRST_YEAR} to next year"
        yield Finding(("year",), f"year {paper.year} is no year of a paper", hint)


@each("paper", ANTHOLOGY)
def anthology(paper: Paper, context: Context) -> Findings:
    """Compare venue and year with what an Anthology id says plainly."""
    if not paper.acl:
        return
    year, venue = anthology_year(paper.acl), anthology_venue(paper.acl, context)
    if year and paper.year and paper.year != year and paper.venue not in context.preprints:
        message = f"year {paper.year}, but the Anthology id {paper.acl} is of {year}"
        yield Finding(("year",), message, f"write: year: {year}")
    if venue and paper.venue in context.venues and paper.venue != venue and paper.venue not in context.preprints:
        message = f"venue {paper.venue}, but {paper.acl} is in {venue}"
        yield Finding(("venue",), message, f"write: {line('venue', venue)}")


@each("paper", PUBLISHED)
def published(paper: Paper, context: Context) -> Findings:
    """Look for a preprint that is in the Anthology."""
    if paper.acl and is_id("acl", paper.acl) and paper.venue in context.preprints:
        venue, year = anthology_venue(paper.acl, context), anthology_year(paper.acl)
        hint = "write the venue of the volume, and its year"
        if venue:
            hint = f"write: {line('venue', venue)}" + (f" and year: {year}" if year and year != paper.year else "")
        yield Finding(("venue",), f"venue {paper.venue}, but {paper.acl} is published", hint)


@each("paper", PREPRINT)
def preprint_year(paper: Paper, context: Context) -> Findings:
    """Compare the year of a preprint with its arXiv id's; an earlier one is `BEFORE_ARXIV`."""
    if paper.arxiv and is_id("arxiv", paper.arxiv) and paper.venue in context.preprints:
        first = arxiv_year(paper.arxiv)
        if first < paper.year <= context.today.year + 1:
            message = f"year {paper.year}, but arXiv {paper.arxiv} is of {first}"
            yield Finding(("year",), message, f"write: year: {first}, or the venue that published it in {paper.year}")


CHECKS = (venue_known, before_arxiv, year_range, anthology, published, preprint_year)
