"""What the pages of problems show is what the checks say: it is taken from the golden cases.

`pytest --update-golden` writes the file that the pages are made from.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from effllm.rules import RULES, generated
from effllm.site.contents import MADE_FROM
from effllm.site.pages.problems import EXAMPLES, examples
from effllm.store import checkout
from effllm.store.characters import MAX_BYTES
from tests.checkouts import SLIM, UPDATE, VENUES, lay, problems_in
from tests.rules.test_golden import CASES, MADE_BY_TESTS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

AROUND = 2
"""Lines shown before the one at fault."""

WIDTH = 100


def shown(root: Path, code: str, name: str) -> dict[str, Any]:
    """Return how the first problem with a code is said, and the lines of the file that it is about."""
    found = [*problems_in(root), *generated.check(checkout.read(root), MADE_FROM)]
    problem = next((problem for problem in found if problem.code == code), None)
    assert problem, f"the case {code}-{name} does not break {code}; it gives: {[*map(str, found)]}"
    file = root / problem.path
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    lines = text.split("\n")[: problem.line]
    first = max(0, problem.line - 1 - AROUND)
    caret = len(visible(lines[-1][: problem.column - 1])) if len(lines) == problem.line else WIDTH
    return {
        "name": name.replace("-", " "),
        "first": first + 1,
        "lines": [visible(line) for line in lines[first:]],
        "caret": min(caret, WIDTH),
        "said": str(problem),
    }


def visible(line: str) -> str:
    """Return a line with invisible characters as escapes, cut where it is long."""
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return text if len(text) <= WIDTH else text[:WIDTH] + " ..."


def made(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the examples of every code, in order of codes and cases."""
    found: dict[str, list[dict[str, Any]]] = {rule.code: [] for rule in RULES}
    for case in CASES:
        code, _, name = case.name.partition("-")
        if code in found:
            found[code].append(shown(lay(tmp_path / case.name, case), code, name))
    for code, name, path, content in (
        ("Y001", "too large", SLIM, b"title: " + b"a" * MAX_BYTES),
        ("Y002", "other encoding", SLIM, "title: Mod\u00e8les".encode("latin-1")),
        ("F002", "a page of a paper", "docs/papers/author2022squeeze.md", b"# A Title\n"),
    ):
        root = lay(tmp_path / code)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        found[code].append(shown(root, code, name))
    gone = lay(tmp_path / "Y013")
    (gone / VENUES).unlink()
    found["Y013"].append(shown(gone, "Y013", "venues"))
    return found


def test_the_examples_are_those_of_the_golden_cases(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    wanted = made(tmp_path)
    if request.config.getoption("--update-golden"):
        EXAMPLES.write_text(json.dumps(wanted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        examples.cache_clear()
    assert examples() == wanted, f"to write them: {UPDATE}"


def test_every_rule_has_an_example() -> None:
    assert [rule.code for rule in RULES if not examples().get(rule.code)] == [], (
        f"make a folder of tests/data/problems, its name beginning with the code; then {UPDATE}"
    )


def test_every_case_that_pytest_makes_itself_is_shown() -> None:
    assert all(examples()[code] for code in MADE_BY_TESTS)
