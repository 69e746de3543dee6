"""P: public lists, each read at one commit of a repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check, put_in, twice
from effllm.rules.categories import category_meant, of_heading
from effllm.rules.citations import meant
from effllm.rules.context import each, with_the_first
from effllm.rules.dates import odd_date
from effllm.rules.reading_lists import not_a_sentence
from effllm.store.writer import IS_DAY

if TYPE_CHECKING:
    from effllm.records import PublicList
    from effllm.rules.context import Context, EntryFindings, Findings

PAPER = Rule(
    "P001",
    "A paper that a public list names is a record here",
    "The page of each paper says which lists name it. What a list has besides is in its number of entries.",
    "papers: [frantar2022gtpq]",
    "papers: [frantar2022gptq]",
    fix="A former key becomes the present one; the id or the title of a paper that is here becomes its key.",
)
TWICE = Rule(
    "P002",
    "A public list names a paper once",
    "Papers are counted, not lines.",
    "papers: [frantar2022gptq, frantar2022gptq]",
    "papers: [frantar2022gptq]",
    fix="The second of two is deleted.",
)
SCOPE = Rule(
    "P003",
    "The scope of a public list is categories of the taxonomy",
    "What a list lacks is counted in its scope only. A category stands for all below it.",
    "scope: [kv-cache]",
    "scope: [kv-cache-optimization]",
    fix="A category's heading becomes its id.",
)
SNAPSHOT = Rule(
    "P004",
    "A public list is read at a commit, and on its day",
    "Lists change; with the whole commit anybody can look at what was read.",
    'commit: main\ndate: "2025"',
    'commit: 0c1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c\ndate: "2025-11-30"',
)
REPOSITORY = Rule(
    "P005",
    "A repository is one public list",
    "A paper that it names would count as named by two.",
    "# a.yml\nrepo: example/list\n# b.yml\nrepo: Example/List",
    "# a.yml\nrepo: example/list\nfiles: [README.md, more.md]",
)
ABOUT = Rule(
    "P006",
    "What a public list gathers is told in one sentence",
    "It is shown beside the title in the table of all lists.",
    "about: kv cache",
    "about: Papers on making the KV cache smaller.",
)

ELSEWHERE = Rule(
    "P007",
    "What a public list names besides has a title and a place",
    "Readers look up what is not here.",
    "elsewhere:\n  - title: Thin\n    at: somewhere",
    "elsewhere:\n  - title: Thin\n    at: arXiv:2312.00001",
)

_COMMIT = re.compile(r"[0-9a-f]{40}")  # 0c1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c


@each("public-list", PAPER, others=True)
def paper(one: PublicList, context: Context) -> Findings:
    """Look the papers up."""
    for number, key in enumerate(one.papers):
        if key and not context.has_paper(key):
            now = context.former_keys.get(key)
            right = now or context.paper_meant(key)
            message = f"{key} is now {now}" if now else f'no paper "{key}"'
            fix = put_in(one.papers, right, "papers", number)
            yield Finding(("papers", number), message, f"write: {now}" if now else meant(key, context), fix=fix)


@each("public-list", TWICE)
def named_twice(one: PublicList, _: Context) -> Findings:
    """Look for papers that are named twice."""
    return twice((("papers", number), key) for number, key in enumerate(one.papers))


@each("public-list", SCOPE, needs=("scope",))
def scope(one: PublicList, context: Context) -> Findings:
    """Look the categories up."""
    if not one.scope:
        yield Finding(("scope",), "no category", "name what the list covers; effllm tree shows all categories")
    for number, name in enumerate(one.scope):
        if name and context.categories and name not in context.categories:
            right = of_heading(name, context)
            fix = put_in(one.scope, right, "scope", number)
            yield Finding(("scope", number), f'no category "{name}"', category_meant(name, context), fix=fix)


@each("public-list", SNAPSHOT)
def snapshot(one: PublicList, context: Context) -> Findings:
    """Check the commit and its day."""
    if one.commit and not _COMMIT.fullmatch(one.commit):
        hint = "write all forty digits, as git rev-parse or the page of the commit shows them"
        yield Finding(("commit",), f'"{one.commit}" is not a whole commit', hint)
    if one.date and (fault := odd_date(one.date, IS_DAY, context.today)):
        hint = 'write the day of the commit: "2025-11-30"'
        yield Finding(("date",), f'date: "{one.date}" {fault}', hint)


@check(REPOSITORY)
def repository(context: Context) -> EntryFindings:
    """Look for two lists of one repository."""
    for entry, other in with_the_first(context.entries("public-list"), lambda one: one.record.repo.casefold()):
        message = f"{entry.record.repo} is the list of {other.document.path} already"
        yield entry, Finding(("repo",), message, "put files and papers of both into one of the two")


@each("public-list", ABOUT)
def about(one: PublicList, _: Context) -> Findings:
    """Check that it is a sentence."""
    if fault := not_a_sentence(one.about):
        yield Finding(("about",), *fault)


@each("public-list", ELSEWHERE)
def elsewhere(one: PublicList, _: Context) -> Findings:
    """Check that every paper that is not here can be found."""
    for number, other in enumerate(one.elsewhere):
        if other.at and other.url is None:
            message = f'"{other.at}" is no place where the paper is'
            yield Finding(("elsewhere", number, "at"), message, "write an id, arXiv:2312.00001, or an address")


CHECKS = (paper, named_twice, scope, snapshot, repository, about, elsewhere)
