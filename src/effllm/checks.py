"""What is checked: rules as named texts, each bound to the function that finds what breaks it, and what it finds.

The rules of records (`effllm.rules`) and of lists (`effllm.lint`) are made of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, ParamSpec, TypeVar

from effllm.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from effllm.problems import Severity

    Place = tuple[str | int, ...]

At_co = TypeVar("At_co", covariant=True)
Found = TypeVar("Found")
Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong. Its text is also its page in the documentation.

    Attributes:
        code: stable name, the letter of the family and three digits, as in ``I001``; lists have two letters, ``EL001``.
        title: what the rule asks for, as a short sentence.
        why: why it matters to readers, in a sentence or two.
        bad: a few lines of a record or a list that break the rule.
        good: the same lines, right.
        fix: what ``effllm validate --fix`` does about it, as a sentence; empty where a person has to decide.
        severity: ``warning`` where what breaks the rule may still be right.
    """

    code: str
    title: str
    why: str
    bad: str
    good: str
    fix: str = ""
    severity: Severity = "error"


class Finding(NamedTuple, Generic[At_co]):
    """One place where a rule is broken.

    Attributes:
        at: where: in a record a place as ``("authors", 2)``, empty for the whole record; in a list a span of its text.
        message: what is wrong.
        hint: what would be right; empty where nothing can be said.
        fix: the changes that make it right, where exactly one way is right.
        sure: False where it may be right after all, so that a person has to look.
        key: True where the field's own name is at fault, not its value.
        habit: what may be wrong everywhere in one way, as the spelling of a venue; empty for a single slip.
    """

    at: At_co
    message: str
    hint: str = ""
    fix: tuple[Edit, ...] = ()
    sure: bool = True
    key: bool = False
    habit: str = ""


@dataclass(frozen=True, slots=True)
class Check(Generic[Given, Found]):
    """A rule and the function that yields what breaks it.

    Attributes:
        rule: what is checked.
        find: yields what breaks it.
        of: functions that return all that it looks at in a paper, so that it need not look again at the same, see
            `effllm.rules.kept_findings`; None where that is not said.
    """

    rule: Rule
    find: Callable[Given, Iterator[Found]]
    of: tuple[Callable[[Any], Any], ...] | None = field(default=None, kw_only=True)


def check(
    rule: Rule, *, of: tuple[Callable[[Any], Any], ...] | None = None
) -> Callable[[Callable[Given, Iterator[Found]]], Check[Given, Found]]:
    """Make a `Check` of the function below, which finds what breaks the rule; for ``of`` see there."""
    return lambda find: Check(rule, find, of=of)


def put_in(given: Collection[str], right: str, field: str, number: int) -> tuple[Edit, ...]:
    """Return the fix that writes a text in the place of an item of a list; the item goes where the list has it already.

    Without a text there is no fix.
    """
    return put(None if right in given else right, field, number) if right else ()


def put(value: Any, *loc: str | int) -> tuple[Edit, ...]:  # noqa: ANN401 - a plain value of a record
    """Return the fix that writes a value in its place in the record; None takes the field or item away."""
    return (Edit(loc, value),)


def twice(placed: Iterable[tuple[Place, str]], *, fixable: bool = True) -> Iterator[Finding[Place]]:
    """Find what is in a list twice.

    Args:
        placed: the items and their places in the record.
        fixable: whether the second is taken away, and nothing with it that a person should read.
    """
    seen: set[str] = set()
    for loc, item in placed:
        if item in seen:
            fix = put(None, *loc) if fixable else ()
            yield Finding(loc, f"{item} is in this list already", "keep one of the two", fix=fix)
        seen.add(item)
