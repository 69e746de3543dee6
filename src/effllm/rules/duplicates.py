"""D, L: one paper, one record; one repository, one group of authors."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from effllm.checks import Finding, Rule, check
from effllm.ids import bare_address, comparable
from effllm.names import person_key
from effllm.records.paper import ID_FIELDS
from effllm.rules.context import people, with_the_first
from effllm.rules.kept_findings import identity
from effllm.store.layout import paper_path
from effllm.text import title_key
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm.records import LeftOut, Paper
    from effllm.rules.context import Context, EntryFindings, RecordCheck
    from effllm.store.entry import Entry

_WHY = "Two records of one paper split its citations and readers; one id under two titles is wrong in one place."


def _rule(code: str, title: str, bad: str, good: str) -> Rule:
    both = f"# papers/2023/doe2023thin.yml\n{bad}\n# papers/2023/doe2023slim.yml\n"
    return Rule(code, title, _WHY, both + bad, both + good)


ARXIV = _rule("D001", "An arXiv id is in one record only", 'arxiv: "2312.00001"', 'arxiv: "2312.00002"')
DOI = _rule("D002", "A DOI is in one record only", "doi: 10.1145/1", "doi: 10.1145/2")
OPENREVIEW = _rule("D003", "An OpenReview id is in one record only", "openreview: Gh4iJk5lMn", "openreview: Kl9mNo2pQr")
ACL = _rule("D004", "An Anthology id is in one record only", "acl: 2023.acl-long.1", "acl: 2023.acl-long.2")
TITLE = _rule("D005", "A title by one author is in one record only", "title: A Thin Model", "title: A Slim Model")
URL = _rule(
    "D006", "An address is in one record only", "url: https://example.org/thin", "url: https://example.org/slim"
)
CODE = Rule(
    "L005",
    "A repository belongs to one group of authors",
    "The code of another paper is worse than none. Papers of one group do share a repository.",
    "# doe2023thin.yml\ncode: https://github.com/example/slim",
    "# doe2023thin.yml\nauthors: [Dora Doe, Ada Author]\ncode: https://github.com/example/slim",
    severity="warning",
)

LEFT_OUT = Rule(
    "D007",
    "What was left out has no record, and is listed once",
    "papers/left-out.jsonl saves others a second look; a paper that is here as well was looked at twice.",
    '# doe2023thin.yml has arxiv: "2312.00001"\n{"title":"Thin","arxiv":"2312.00001", ...}',
    '{"title":"Boats","arxiv":"2312.00009", ...}',
)

_ALIKE = 60.0
_SHOWN = 60


def alike(title: str, other: str) -> bool:
    """Tell whether two titles may be of one paper: one holds the other, or they differ little."""
    here, there = title_key(title), title_key(other)
    return not here or not there or here in there or there in here or fuzz.ratio(here, there) >= _ALIKE


def _advice(paper: Paper, first: Paper, path: str) -> str:
    """Say what to do with two records that share something."""
    if alike(paper.title, first.title):
        return f"add what is new, the category too, to {path} and delete this file"
    here, there = cut(paper.title, _SHOWN), cut(first.title, _SHOWN)
    return f'two titles, one of them has the wrong id:\nhere "{here}"\nthere "{there}"'


def _unique(
    rule: Rule,
    field: str,
    value_of: Callable[[Paper], str],
    settled: Callable[[Paper, Paper], bool],
) -> RecordCheck:
    """Make the check that no two papers have the same value; the later file is reported, with the earlier one.

    Args:
        rule: what is checked.
        field: where the value is.
        value_of: the value; nothing is compared where it is empty.
        settled: tells of two papers whether another rule has spoken of them.
    """

    def find(context: Context) -> EntryFindings:
        for entry, first in with_the_first(context.entries("paper"), lambda one: one.fact(value_of)):
            if entry.key == first.key or settled(entry.record, first.record):
                continue
            paper: Paper = entry.record
            path, other = first.document.path, first.record
            what = "this title" if field == "title" else getattr(paper, field)
            message = f'{what} is already in {path} ("{cut(other.title, _SHOWN)}")'
            yield entry, Finding((field,), message, _advice(paper, other, path))

    return check(rule, of=(identity,))(find)


def _share_id(before: tuple[str, ...]) -> Callable[[Paper, Paper], bool]:
    """Return a function that tells whether two papers share an id of these kinds."""
    return lambda paper, other: any(
        (value := getattr(paper, kind)) and value == getattr(other, kind) for kind in before
    )


def _arxiv(paper: Paper) -> str:
    return paper.arxiv or ""


def _doi(paper: Paper) -> str:
    return (paper.doi or "").lower()


def _openreview(paper: Paper) -> str:
    return paper.openreview or ""


def _acl(paper: Paper) -> str:
    return paper.acl or ""


def _title_and_author(paper: Paper) -> str:
    title = title_key(paper.title)
    return f"{title}\n{person_key(paper.authors[0]) if paper.authors else ''}" if title else ""


def _url(paper: Paper) -> str:
    return bare_address(paper.url or "")


def _code(paper: Paper) -> str:
    return (paper.code or "").casefold().rstrip("/").removesuffix(".git")


@check(CODE, of=(identity,))
def code(context: Context) -> EntryFindings:
    """Look for a repository in two papers without a common author; that of a framework may serve many."""
    by_code: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in context.entries("paper"):
        if address := entry.fact(_code):
            by_code[address].append(entry)
    shared = {f"https://github.com/{entry.record.repo}".casefold() for entry in context.entries("framework")}
    for address, entries in by_code.items():
        if len(entries) > 1 and address not in shared:
            alone = [entry for entry in entries if not any(_together(entry, other) for other in entries)]
            alone.sort(key=lambda entry: title_key(entry.record.label) not in title_key(address))
            for entry in alone[1:] if len(alone) == len(entries) else alone:
                other = next(other for other in entries if other is not entry)
                message = f"it is the code of {other.document.path}, too, which has no common author"
                yield entry, Finding(("code",), message, "look whose it is, and delete the line in the other record")


def _together(entry: Entry, other: Entry) -> bool:
    """Tell whether another paper has an author of this one."""
    if entry is other:
        return False
    return not set(entry.fact(people)).isdisjoint(other.fact(people))


@check(LEFT_OUT)
def left_out(context: Context) -> EntryFindings:
    """Look for lines of papers that have a record, and for papers left out twice; a duplicate's title may be here."""
    seen: dict[tuple[str, str], int] = {}
    for entry in context.entries("left-out"):
        one: LeftOut = entry.record
        number = int(entry.at[0]) + 1
        keys = [*comparable(one.ids), ("title", title_key(one.title))]
        first = min((seen.setdefault(key, number) for key in keys), default=number)
        if first < number:
            yield entry, Finding((), f"left out already, in line {first}", "delete one of the two lines")
        found = [] if one.reason == "duplicate" else context.paper_index.same(one)
        if found and (first == number):
            path = paper_path(found[0].key)
            yield entry, Finding((), f"left out, and here too: {path}", "delete the line, or the record")


# Two papers that share several ids are reported once, for the first kind of these.
_KINDS = ID_FIELDS[::-1]
CHECKS = (
    left_out,
    _unique(ARXIV, "arxiv", _arxiv, _share_id(())),
    _unique(OPENREVIEW, "openreview", _openreview, _share_id(_KINDS[:1])),
    _unique(ACL, "acl", _acl, _share_id(_KINDS[:2])),
    _unique(DOI, "doi", _doi, _share_id(_KINDS[:3])),
    _unique(TITLE, "title", _title_and_author, _share_id(_KINDS)),
    _unique(URL, "url", _url, _share_id((*_KINDS, "title"))),
    code,
)
