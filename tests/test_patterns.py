"""Every regular expression of the package, with a text that it matches and one that it does not."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import effllm
from tests.patterns import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Iterator

Named = tuple[str, str]

NOTHING = "(?!)"
"""The pattern that matches no text."""


@cache
def found() -> dict[Named, re.Pattern[str]]:
    """Return every pattern of the package by module and name: ``_PLACES[github.com]`` for one in a container."""
    patterns: dict[Named, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(effllm.__path__, "effllm."):
        if module.name.endswith("__main__"):
            continue
        where = module.name.removeprefix("effllm.")
        for name, value in _assigned(importlib.import_module(module.name)):
            patterns |= {(where, name + key): one for key, one in _inside(value) if one.pattern != NOTHING}
    return patterns


def _assigned(module: Any) -> Iterator[tuple[str, object]]:  # noqa: ANN401 - modules have attributes of any type
    """Yield the names that the module's own code gives to compiled patterns, with their values."""
    for node in ast.parse(inspect.getsource(module)).body:
        compiles = any(isinstance(one, ast.Attribute) and ast.unparse(one) == "re.compile" for one in _outside(node))
        if compiles:
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            assert isinstance(target, ast.Name), f"{module.__name__}: {ast.unparse(node)} has no name"
            yield target.id, getattr(module, target.id)


def _outside(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a statement that run when the module is imported."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield from ast.walk(node)


def _inside(value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the patterns of a value, each with its key as it is written behind a name."""
    if isinstance(value, re.Pattern):
        yield "", value
    elif isinstance(value, dict):
        for number, (key, one) in enumerate(value.items()):
            both = [*_inside(key), *_inside(one)]
            yield from ((f"[{number if isinstance(key, re.Pattern) else key}]", pattern) for _, pattern in both)
    elif is_dataclass(value):
        yield from (one for field in fields(value) for one in _inside(getattr(value, field.name)))
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            label = one[0] if isinstance(one, tuple) and isinstance(one[0], str) and " " in one[0] else number
            parts = one if isinstance(one, tuple) else (one,)
            yield from ((f"[{label}]", pattern) for part in parts for _, pattern in _inside(part))


@cache
def used(where: str, name: str) -> str:
    """Return how a pattern is applied: to the whole text, from its beginning, or anywhere in it."""
    source = inspect.getsource(importlib.import_module(f"effllm.{where}"))
    methods = set(re.findall(rf"\b{name.partition('[')[0]}(?:\[\w+\])?\.(\w+)", source))
    return next((method for method in ("fullmatch", "match") if methods & {method}), "search")


TOLD = {(where, name): pair for where, pairs in PATTERNS.items() for name, pair in pairs.items()}


def test_every_pattern_has_its_pair() -> None:
    missing = sorted(f"{where}.{name}" for where, name in found().keys() - TOLD.keys())
    gone = sorted(f"{where}.{name}" for where, name in TOLD.keys() - found().keys())
    assert (missing, gone) == ([], []), "add a text that matches and one that does not to PATTERNS, or take them out"


@pytest.mark.parametrize("named", TOLD, ids=".".join)
def test_a_pattern_matches_the_one_text_and_not_the_other(named: Named) -> None:
    pattern, (right, wrong) = found()[named], TOLD[named]
    apply = getattr(pattern, used(*named))
    match, other = apply(right), apply(wrong)
    assert match is not None
    assert match[0] or pattern.search("") is None, "matches nothing of it"
    assert not other or not other[0], f"matches {other[0]!r}"


def test_no_pattern_is_there_twice() -> None:
    first: dict[tuple[str, int], str] = {}
    for (where, name), pattern in found().items():
        place = f"{where}.{name.partition('[')[0]}"
        earlier = first.setdefault((pattern.pattern, pattern.flags), place)
        assert earlier == place or earlier.partition("[")[0].rpartition(".")[0] == where, f"{place} is {earlier}"
