"""What the hand-written pages show is so: examples run, commands and rules exist, links lead somewhere."""

from __future__ import annotations

import doctest
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
import yaml

import effllm
from effllm import lint, rules, site
from effllm.search import ABBREVIATIONS
from tests.docs.pages import DOCS, GROUPS, README, ROOT, blocks, code_of, commands, each_page, name_of, options, text

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = sorted([README, *(DOCS / "python").glob("*.md")])


def only_examples(page: Path) -> str:
    """Return a page with all lines outside its Python blocks empty, so that line numbers stay right."""
    lines, inside = [], False
    for line in text(page).splitlines():
        fence = line.startswith("```")
        lines.append(line if inside and not fence else "")
        inside = line.startswith("```python") if fence else inside
    return "\n".join([*lines, ""])


@pytest.mark.corpus
@pytest.mark.parametrize("page", EXAMPLES, ids=name_of)
def test_examples_print_what_the_page_says(page: Path) -> None:
    test = doctest.DocTestParser().get_doctest(only_examples(page), {}, page.name, name_of(page), 0)
    failures: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=failures.append)
    assert not failures, "".join(failures)


@each_page
def test_every_python_block_is_an_example_that_runs(page: Path) -> None:
    untested = [block for block in blocks(page, "python") if page not in EXAMPLES or not block.startswith(">>> ")]
    assert not untested


@each_page
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    shown = re.findall(r"(?<![\w.])effllm ([a-z][a-z-]*)((?: +[^\s#`]+)*)", "\n".join(code_of(page)))
    for first, rest in shown:
        name = " ".join([first, *rest.split()[:1]]) if first in GROUPS else first
        assert name in commands(), name
        assert set(re.findall(r"--[a-z-]+", rest)) <= options(commands()[name]), f"effllm {name}{rest}"


@each_page
def test_every_make_target_that_a_page_shows_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", "\n".join(code_of(page)))) <= targets


@each_page
def test_every_rule_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"`([A-Z]\d{3})`|^\S+:\d+:\d+: ([A-Z]\d{3}) ", text(page), re.MULTILINE)
    assert {code for pair in named for code in pair if code} <= {rule.code for rule in rules.RULES}


def test_the_page_about_lists_names_every_rule() -> None:
    rows = dict(re.findall(r"^\| `(EL\d{3})` \| (.+) \|$", text(DOCS / "guide" / "lint.md"), re.MULTILINE))
    assert rows == {rule.code: rule.title for rule in lint.RULES}


def test_the_guide_lists_the_abbreviations_of_the_search() -> None:
    rows = dict(re.findall(r"^\| (\w+) \| ([a-z ]+) \|$", text(DOCS / "guide" / "index.md").lower(), re.MULTILINE))
    known = {short: phrase for short, phrase in rows.items() if ABBREVIATIONS.get(phrase) == short}
    assert set(known) == set(ABBREVIATIONS.values())


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as MkDocs makes them."""
    headings = re.findall(r"^#+ (.+)$", text(page), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@cache
def generated() -> set[str]:
    """Return the pages that the site has besides the hand-written ones."""
    return {f"docs/{path}" for path in site.all_pages(effllm.load())}


@pytest.mark.corpus
@each_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if target.is_file():
            assert not anchor or anchor in anchors(target), link
        elif not link.startswith("https://"):
            assert name_of(target) in generated(), link


@each_page
def test_no_page_loads_anything_from_elsewhere(page: Path) -> None:
    assert not re.findall(r"!\[[^\]]*\]\((?:https?:)?//|<(?:img|script|iframe)\b", text(page))


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=name_of)
def test_every_page_has_a_description_that_is_read(page: Path) -> None:
    front, _, rest = text(page).removeprefix("---\n").partition("\n---\n")
    assert rest, "no front matter"
    assert isinstance(yaml.safe_load(front)["description"], str)
