"""Records spoiled at random: whatever stands in a file, reading, checking and repairing it never fails."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from effllm import rules
from effllm.cli.report import Lines, annotation, in_lines
from effllm.store import checkout, repair
from effllm.store.document import parse
from tests.checkouts import BASE, lay

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.problems import Problem
    from effllm.store.checkout import Checkout

SPICE = [b"\t", b"\xff", b"\x00", b": ", b"- ", b"&a ", b"*a", b"!!x ", b"[", b"]", b"{", b"}", b'"', b"'", b"\n", b"#"]
SPICE += [
    b"|",
    b">",
    b"%",
    b"---\n",
    b"...\n",
    b"null",
    b"99999999999999999999",
    b"1e999",
    b".nan",
    b"\xe2\x80\xae",
    b"? ",
]


def mutate(raw: bytes, chance: random.Random) -> bytes:
    """Change one to five places of a file: spoil, delete, double or move bytes."""
    for _ in range(chance.randint(1, 5)):
        start = chance.randrange(len(raw) + 1)
        end = min(len(raw), start + chance.choice((0, 1, 1, 5, 40)))
        piece = chance.choice([*SPICE, raw[start:end] * 2, raw[end : end + 30], chance.randbytes(3), b""])
        raw = raw[:start] + piece + raw[end:]
    return raw


def break_records(root: Path, number: int, seed: int = 20231206) -> Counter[str]:
    """Spoil a file of the base checkout ``number`` times, check and repair it each time.

    Returns:
        How many had ``problems``, were ``right`` nevertheless, and were ``repaired``.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible, no secret
    files = sorted(path.relative_to(BASE) for path in BASE.rglob("*.yml"))
    lay(root)
    whole = _bytes(root)
    counts: Counter[str] = Counter()
    for _ in range(number):
        path = chance.choice(files).as_posix()
        broken = mutate(whole[path], chance)
        (root / path).write_bytes(broken)
        found = checkout.read(root)
        problems = rules.check(found)
        counts["problems" if problems else "right"] += 1
        _tell(root, problems)
        counts["repaired"] += _repair(found, path, [problem for problem in problems if problem.path == path])
        assert _bytes(root) == {**whole, path: broken}, "checking changed a file"
        (root / path).write_bytes(whole[path])
    return counts


def _bytes(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.yml")}


def _tell(root: Path, problems: list[Problem]) -> None:
    """Print every problem in every form, to nowhere."""
    lines = Lines(root)
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert "".join(in_lines(problem, lines.of(problem))).isprintable()
        assert "\n" not in annotation(problem)


def _repair(found: Checkout, path: str, problems: list[Problem]) -> bool:
    """Repair a file in memory; what would be written must say the same again."""
    done = repair.repaired(found, path, problems)
    if done is None:
        return False
    document, text, solved = done
    assert all(repair.in_words(document, problem).isprintable() for problem in solved)
    wanted = repair.changed(document.data, [edit for problem in solved for edit in problem.fix])
    again, wrong = parse(path, text.encode())
    assert not wrong
    assert again is not None
    lost = [name for name in _facts(wanted) if name not in _facts(again.data)]
    assert not lost, lost
    return True


def _facts(data: object) -> set[str]:
    """Return every text and number in the values of a file; what is left out has its default."""
    if isinstance(data, dict):
        return {fact for value in data.values() for fact in _facts(value)}
    if isinstance(data, list):
        return {fact for value in data for fact in _facts(value)}
    return set() if data in (None, False, "none", "unknown", "") else {str(data).removesuffix(".0")}
