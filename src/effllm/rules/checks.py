"""What a rule is in code: a small function that yields findings, bound to the text that explains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from effllm.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from effllm.problems import Problem, Rule
    from effllm.records.base import Record
    from effllm.rules.context import Context
    from effllm.store.checkout import Entry
    from effllm.store.document import Loc

R = TypeVar("R", bound="Record")


class Finding(NamedTuple):
    """One thing that is wrong in a record.

    Attributes:
        loc: place inside the record, as ``("authors", 2)``; empty for the whole record.
        message: what is wrong.
        hint: what would be right; empty where nothing can be said.
        key: True where the field's own name is at fault, not its value.
        fix: the changes that make it right, places inside the record, where exactly one way is right.
    """

    loc: Loc
    message: str
    hint: str = ""
    key: bool = False
    fix: tuple[Edit, ...] = ()


def put(value: Any, *loc: str | int) -> tuple[Edit, ...]:  # noqa: ANN401 - a plain value of a record
    """Return the fix that writes a value in its place in the record; None takes the field or item away."""
    return (Edit(loc, value),)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the function that finds what breaks it.

    Attributes:
        rule: code and explanation.
        find: yields each finding with the record it was found in.
    """

    rule: Rule
    find: Callable[[Context], Iterator[tuple[Entry, Finding]]]

    def run(self, context: Context) -> Iterator[Problem]:
        """Yield what breaks the rule, at its line and column; what could not be read has been told."""
        for entry, (loc, message, hint, key, fix) in self.find(context):
            if not entry.is_read(loc):
                continue
            yield entry.problem(self.rule, loc, message, hint, key=key, fix=fix)


def overall(rule: Rule) -> Callable[[Callable[[Context], Iterator[tuple[Entry, Finding]]]], Check]:
    """Make a `Check` of a function that looks at all records together."""
    return lambda find: Check(rule, find)


def each(
    kind: str, rule: Rule, *, needs: tuple[str, ...] = ()
) -> Callable[[Callable[[R, Context], Iterator[Finding]]], Check]:
    """Make a `Check` of a function that looks at one record at a time.

    Args:
        kind: kind of the records, a name of `effllm.store.layout.KINDS`.
        rule: what the function checks.
        needs: fields that have to be read, for the rule misses or compares them: an empty one may be one that could
            not be read. All other rules pass over empty values.
    """

    def decorate(find: Callable[[R, Context], Iterator[Finding]]) -> Check:
        def all_of_kind(context: Context) -> Iterator[tuple[Entry, Finding]]:
            for entry in context.entries(kind):
                if entry.has_read(needs):
                    for finding in find(entry.record, context):
                        yield entry, finding

        return Check(rule, all_of_kind)

    return decorate
