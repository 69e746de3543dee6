"""What a rule says that it looks at in papers (`Check.of`) is all that it looks at: it is not asked again otherwise."""

from __future__ import annotations

import inspect
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from effllm.records import Paper
from effllm.rules import CHECKS, check_all, errors_in
from effllm.rules.context import Context
from effllm.rules.kept_findings import KeptFindings
from effllm.store import checkout
from effllm.store.cache import Cache
from tests.checkouts import DATA, SLIM, lay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from effllm.checks import Check
    from effllm.store.entry import Entry

CASES = sorted(path for path in (DATA / "problems").iterdir() if path.is_dir())
ACROSS = [check for check in CHECKS if check.of is not None]
FULL = Paper(
    key="author2023slim",
    title="A Title",
    authors=("Ada Author", "Ben Builder"),
    year=2023,
    venue="ICLR",
    name="SLIM",
    aliases=("Slim Models",),
    arxiv="2301.00001",
    doi="10.1000/slim",
    openreview="Ab3dEf7hIj",
    acl="2023.acl-long.1",
    url="https://example.org/slim",
    code="https://example.org/code",
    summary="Stores the weights of an invented model in two bits, and keeps the answers that it gives.",
    cites=("builder2022thin",),
    references="full",
    categories=("pruning",),
    added="2026-08-20",
    former_keys=("author2022slim",),
    sources={"title": "example/list:slim.json", "cites": "example/list:Slim.pdf"},
)
"""A paper with all fields that rules across records look at."""


class ReadPaper:
    """A paper that notes which of its fields are read, by methods and properties, too."""

    def __init__(self, paper: Paper, read: set[str]) -> None:
        self._paper = paper
        self._read = read

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of the field
        if name in Paper.model_fields:
            self._read.add(name)
            return getattr(self._paper, name)
        return inspect.getattr_static(Paper, name).__get__(self, Paper)


class ReadDocument:
    """The file of a paper, of which a rule may look at nothing but its path."""

    def __init__(self, path: str) -> None:
        self.path = path


class ReadEntry:
    """A paper and its file: facts that a rule names may be read, all other fields are noted."""

    def __init__(self, entry: Entry, named: tuple[Callable[[Any], Any], ...], read: set[str]) -> None:
        self._entry = entry
        self._named = named
        self._read = read
        self.key, self.at, self.document = entry.key, entry.at, ReadDocument(entry.document.path)
        self.has_read, self.is_read = entry.has_read, entry.is_read

    @cached_property
    def record(self) -> ReadPaper:
        return ReadPaper(self._entry.record, self._read)

    def fact(self, work: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - of the function
        return self._entry.fact(work) if work in self._named else work(self.record)


def others(value: Any) -> Iterator[Any]:  # noqa: ANN401 - of a field
    """Yield values that differ from this one in one part, a text only in capitals where it has letters."""
    if isinstance(value, str):
        yield value.swapcase() if value.swapcase() != value else f"{value}0"
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, dict):
        yield from ({**value, name: one} for name, inner in value.items() for one in others(inner))
    else:
        yield from ((*value[:at], one, *value[at + 1 :]) for at, inner in enumerate(value) for one in others(inner))


def told_by(facts: tuple[Callable[[Any], Any], ...]) -> set[str]:
    """Return the fields of which these facts tell every change."""

    def is_told(changed: Paper) -> bool:
        return any(fact(changed) != fact(FULL) for fact in facts)

    given = {name: getattr(FULL, name) for name in FULL.model_fields_set}
    return {
        name
        for name, value in given.items()
        if all(is_told(FULL.model_copy(update={name: changed})) for changed in others(value))
    }


@pytest.mark.parametrize("check", ACROSS, ids=lambda check: f"{check.rule.code}-{check.find.__name__}")
def test_a_rule_names_all_that_it_looks_at(check: Check[[Context], Any], tmp_path: Path) -> None:
    read: set[str] = set()
    for case in [case for case in CASES if case.name.startswith(check.rule.code)]:
        root = lay(tmp_path / case.name, case)
        found = checkout.read(root, Cache(root))
        papers: list[Any] = [ReadEntry(entry, check.of or (), read) for entry in found.entries["paper"]]
        found.entries["paper"][:] = papers
        list(check.find(Context(found)))
    beside = sorted(read - told_by(check.of or ()) - {"key"})  # which the file's name tells
    assert not beside, f"{check.rule.code} looks at {beside}: name a function of them in of=, or leave of= out"


def test_a_rule_is_asked_again_only_for_what_it_looks_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    found = KeptFindings.found

    def and_note(kept: KeptFindings, check: Check[..., Any], look: Callable[[], list[Any]]) -> list[Any]:
        def and_look() -> list[Any]:
            asked.add(check.rule.code)
            return look()

        return found(kept, check, and_look)

    def asked_in(look: Callable[[checkout.Checkout], object]) -> set[str]:
        asked.clear()
        look(checkout.read(root, Cache(root)))
        return asked & {check.rule.code for check in ACROSS}

    monkeypatch.setattr(KeptFindings, "found", and_note)
    root = lay(tmp_path)
    slim = (root / SLIM).read_text(encoding="utf-8")
    other = slim.replace("invented", "imagined")
    assert other != slim
    assert asked_in(check_all) == {check.rule.code for check in ACROSS}
    assert asked_in(check_all) == set()
    for text in (other, slim):
        (root / SLIM).write_text(text, encoding="utf-8")
        assert asked_in(errors_in) == {"T013"}
        assert asked_in(check_all) == {"T019"}  # a warning
        assert asked_in(check_all) == set()
    (root / SLIM).unlink()
    assert asked_in(check_all) == {check.rule.code for check in ACROSS}


def test_each_code_is_of_one_rule() -> None:
    """What a rule found is kept by its code."""
    codes = [check.rule.code for check in ACROSS]
    assert len(codes) == len({*codes})


def test_a_fact_that_says_too_little_is_seen() -> None:
    """Of a text in other capitals, some facts stay the same."""
    assert told_by((lambda paper: paper.title.lower(),)) == set()
    assert told_by((lambda paper: paper.title,)) == {"title"}
