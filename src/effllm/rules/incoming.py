"""D, I, C, V: what waits in `papers/incoming.jsonl` is of no use to anybody who cannot tell which paper it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check
from effllm.id_kinds import KINDS
from effllm.ids import is_id
from effllm.lookup.line_index import LineIndex
from effllm.rules import ids
from effllm.rules.categories import NOT_A_LEAF, UNKNOWN, unfit
from effllm.rules.context import each
from effllm.rules.dates import ADDED, odd_date
from effllm.store.layout import paper_path
from effllm.store.writer import IS_DAY

if TYPE_CHECKING:
    from effllm.records import Incoming, LeftOut
    from effllm.rules.context import Context, EntryFindings, Findings, RecordCheck

DECIDED = Rule(
    "D008",
    "A candidate waits once, and only until somebody decided",
    "papers/incoming.jsonl is for papers that nobody has looked at; the next harvest drops all others.",
    '# doe2023thin.yml has arxiv: "2312.00001"\n{"title":"Thin","arxiv":"2312.00001", ...}',
    '{"title":"Slim","arxiv":"2312.00009", ...}',
    severity="warning",
)

_DROP = "delete the line; the next effllm harvest papers would do it, too"


@check(DECIDED)
def decided(context: Context) -> EntryFindings:
    """Look for candidates that have a record, were left out, or wait twice."""
    left_out: LineIndex[LeftOut] = LineIndex(entry.record for entry in context.entries("left-out"))
    waiting: LineIndex[Incoming] = LineIndex()
    for entry in context.entries("incoming"):
        one: Incoming = entry.record
        if waiting.find(one):
            yield entry, Finding((), "it waits already, in a line above", "delete one of the two lines")
        elif here := context.paper_index.same(one):
            yield entry, Finding((), f"it is here: {paper_path(here[0].key)}", _DROP)
        elif left := left_out.find(one):
            yield entry, Finding((), f"it was left out on {left.date} as {left.reason}", _DROP)
        waiting.add(one)


def _form(kind: str, rule: Rule) -> RecordCheck:
    """Make the check that ids of a kind have its form."""

    def look(one: Incoming, _: Context) -> Findings:
        value = getattr(one, kind)
        if value and not is_id(kind, value):
            yield Finding((kind,), f'"{value}" is no {KINDS[kind].name}', "write it as on the page of the paper")

    return each("incoming", rule)(look)


@each("incoming", ids.NO_ID)
def named(one: Incoming, _: Context) -> Findings:
    """Look for candidates that nobody could find."""
    if not one.place:
        yield Finding((), "neither id nor address", "add an id, or the address of the paper as url")


@each("incoming", UNKNOWN)
def proposed(one: Incoming, context: Context) -> Findings:
    """Look the proposed categories up."""
    for number, name in enumerate(one.proposed):
        if (found := unfit(name, context)) and found[0] is UNKNOWN:
            yield Finding(("proposed", number), *found[1:])


@each("incoming", NOT_A_LEAF)
def proposed_leaf(one: Incoming, context: Context) -> Findings:
    """Look for proposed categories that have sub-categories."""
    for number, name in enumerate(one.proposed):
        if (found := unfit(name, context)) and found[0] is NOT_A_LEAF:
            yield Finding(("proposed", number), *found[1:])


@each("incoming", ADDED)
def found_on(one: Incoming, context: Context) -> Findings:
    """Check the day on which a candidate was found, and the one until which it is put off."""
    if fault := odd_date(one.found, IS_DAY, context.today):
        yield Finding(("found",), f'found: "{one.found}" {fault}', "write the day on which it was found: 2025-11-30")
    if one.later and not IS_DAY.fullmatch(one.later):
        yield Finding(("later",), f'later: "{one.later}" is no day', "write the day from which on to ask: 2025-11-30")


CHECKS: tuple[RecordCheck, ...] = (
    decided,
    named,
    *(_form(kind, getattr(ids, kind.upper())) for kind in KINDS),
    proposed,
    proposed_leaf,
    found_on,
)
