"""Which findings are told: what settings and comments leave, what a baseline does not have, what has changed."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatch
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from effllm.lint.findings import ListProblem
    from effllm.lint.paper_list import ListDocument

_IGNORE = re.compile(r"(?:<!--|%)\s*effllm:\s*ignore\b([^\n>]*)")  # <!-- effllm: ignore EL005 -->, % effllm: ignore
_CODE = re.compile(r"\bEL\w+")
_ALONE = re.compile(r"\s*(?:<!--[^\n]*?-->|%[^\n]*)\s*")
_LINE_NUMBER = re.compile(r"\bline [\d,]+")
_TABLE = "[tool.effllm.lint]"
_KEYS = ("select", "ignore", "per-file-ignores", "allowed-words")
SPELLING = "EL008"
"""The rule about spelling, which `allowed-words` speaks of."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``[tool.effllm.lint]`` says.

    Attributes:
        select: codes of the rules that are asked; all where it is empty.
        ignore: codes of rules that are not.
        per_file: patterns of paths, each with the codes that are not asked there.
        words: spellings of venues that are right in these lists.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    per_file: tuple[tuple[str, frozenset[str]], ...] = ()
    words: frozenset[str] = frozenset()

    def leave(self, problem: ListProblem, path: str) -> bool:
        """Tell whether a finding is told; ``path`` is that of the file below the folder of the settings."""
        off = self.ignore.union(*(codes for pattern, codes in self.per_file if fnmatch(path, pattern)))
        wanted = problem.code not in off and (not self.select or problem.code in self.select)
        return wanted and not (problem.code == SPELLING and problem.habit in self.words)


def read_settings(text: str, codes: Collection[str]) -> Settings | None:
    """Return the settings of a pyproject.toml; None where it has none.

    Raises:
        ValueError: it is not TOML, or settings have a wrong form; the text says why.
    """
    table: Any = tomllib.loads(text)
    for name in ("tool", "effllm", "lint"):
        table = table.get(name) if isinstance(table, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise ValueError(f"{_TABLE} is a table")  # noqa: TRY004 - as bad TOML
    if odd := [name for name in table if name not in _KEYS]:
        raise ValueError(f"{_TABLE} has no {odd[0]}; it has {', '.join(_KEYS)}")
    files = table.get("per-file-ignores", {})
    if not isinstance(files, dict):
        raise ValueError(f'per-file-ignores is a table, as {{"docs/*.md" = ["{SPELLING}"]}}')  # noqa: TRY004 - as above
    return Settings(
        select=_codes(table, "select", codes),
        ignore=_codes(table, "ignore", codes),
        per_file=tuple((pattern, _codes(files, pattern, codes)) for pattern in files),
        words=frozenset(_texts(table, "allowed-words")),
    )


def _texts(table: Mapping[str, Any], name: str) -> list[str]:
    texts = table.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f'{name} is a list of texts, as ["{SPELLING}"]')
    return texts


def _codes(table: Mapping[str, Any], name: str, codes: Collection[str]) -> frozenset[str]:
    found = frozenset(_texts(table, name))
    if odd := sorted(found - frozenset(codes)):
        raise ValueError(f"{name}: no rule {odd[0]}; they are {min(codes)} to {max(codes)}")
    return found


@dataclass(frozen=True)
class Scope:
    """What is told of a file.

    Attributes:
        path: the file, below the folder of the settings.
        settings: what the settings say.
        old: the lines that it had at a revision, without spaces at their ends; None where all is told.
        known: fingerprints of what a baseline has of it, with their numbers.
    """

    path: str = ""
    settings: Settings = field(default_factory=Settings)
    old: Counter[str] | None = None
    known: Counter[str] = field(default_factory=Counter)

    def of(self, document: ListDocument, problems: Iterable[ListProblem]) -> list[ListProblem]:
        """Return what is told of the findings in a list; linear in its length."""
        lines = document.text.split("\n")
        left = [problem for problem in problems if self.settings.leave(problem, self.path)]
        if "effllm:" in document.text:
            off = _passed_over(document, lines)
            left = [one for one in left if not any(code in off.get(one.line, ()) for code in (one.code, ""))]
        if self.old is not None:
            changed = set(_changed(document, lines, self.old))
            left = [one for one in left if one.line in changed]
        known = self.known.copy()
        new = []
        for problem, mark in zip(left, fingerprints(document, left), strict=True):
            known[mark] -= 1
            if known[mark] < 0:
                new.append(problem)
        return new


def _entry_ends(document: ListDocument, lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each entry: up to the next one, or an empty line."""
    starts = sorted({document.line(entry.at) for entry in document.entries})
    for start, after in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        end = start
        while end + 1 < after and lines[end].strip():
            end += 1
        yield start, end


def _passed_over(document: ListDocument, lines: list[str]) -> dict[int, set[str]]:
    """Return the codes that comments pass over, by line, "" for all: of their own line, or of the entry below them."""
    ends = dict(_entry_ends(document, lines))
    off: dict[int, set[str]] = {}
    for number, line in enumerate(lines, 1):
        if match := _IGNORE.search(line):
            codes = set(_CODE.findall(match[1])) or {""}
            below = range(number + 1, ends.get(number + 1, number + 1) + 1) if _ALONE.fullmatch(line) else ()
            for there in (number, *below):
                off.setdefault(there, set()).update(codes)
    return off


def _changed(document: ListDocument, lines: list[str], old: Counter[str]) -> Iterator[int]:
    """Yield the lines that were not there before, and with each its whole entry."""
    left = old.copy()
    new = set()
    for number, line in enumerate(map(str.rstrip, lines), 1):
        left[line] -= 1
        if left[line] < 0 and line:
            new.add(number)
    yield from new
    for start, end in _entry_ends(document, lines):
        if not new.isdisjoint(range(start, end + 1)):
            yield from range(start, end + 1)


def fingerprints(document: ListDocument, problems: Iterable[ListProblem]) -> list[str]:
    """Return what names each finding whatever line it comes to be in: its code, and a hash of its line and message."""
    marks = []
    for problem in problems:
        line = document.text[slice(*document.span_of_line(problem.line))].strip()
        text = f"{line}\n{_LINE_NUMBER.sub('line', problem.message)}"
        marks.append(f"{problem.code} {sha256(text.encode()).hexdigest()[:12]}")
    return marks


def write_baseline(found: Mapping[str, Iterable[str]]) -> bytes:
    """Return a baseline: of each file the fingerprints of what is known, with their numbers."""
    files = {path: dict(sorted(Counter(marks).items())) for path, marks in sorted(found.items())}
    return (json.dumps({"effllm-baseline": 1, "files": files}, indent=1) + "\n").encode()


def read_baseline(raw: bytes) -> dict[str, Counter[str]]:
    """Return the fingerprints of each file.

    Raises:
        ValueError: it is no baseline.
    """
    try:
        value = json.loads(raw)
        files = value["files"]
        return {path: Counter({mark: int(number) for mark, number in marks.items()}) for path, marks in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("not a baseline; --write-baseline writes one") from None
