"""The one list of the site's pages, and what says so if a page is not registered rightly."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm import site
from effllm.site import pages as modules
from effllm.site.building.mkdocs_run import read_settings, with_pages
from effllm.site.building.render import environment
from effllm.site.contents import CONTENTS, MADE_FROM, Overview
from effllm.site.registry import maker
from tests.site.records import PROJECT, checkout, places

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

NEW = Overview("new/", "New things", "new", "papers/", ("Guide", "New"), "What is new.", ("newest",))
MADE = {page.path: page.nav for page in CONTENTS if page.nav}
TABS = ["Papers", "Topics", "Compare", "Map", "Learn", "Data"]


def test_every_page_is_in_the_navigation_once_where_the_list_says() -> None:
    nav = read_settings(PROJECT)["nav"]
    assert {path: labels for path, labels in places(nav).items() if path in MADE} == MADE
    assert len(re.findall(r"\w+\.md", str(nav))) == len(places(nav))


def test_there_are_six_tabs() -> None:
    assert [next(iter(entry)) for entry in read_settings(PROJECT)["nav"]] == TABS


def test_pages_that_are_made_come_first_but_for_the_page_of_a_label() -> None:
    written = [
        {"Guide": ["guide/index.md", {"About": "about.md"}]},
        {"News": [{"Old": "old.md"}, {"More": ["more/index.md", {"Less": "less.md"}]}]},
    ]
    pages = [
        NEW,
        NEW._replace(address="more/new/", nav=("News", "More", "New")),
        NEW._replace(address="last/", nav=("News", "Last")),
        NEW._replace(address="first/", nav=("First",)),
        NEW._replace(address="", nav=()),
    ]
    assert with_pages(written, pages) == [
        {"First": "first/index.md"},
        {"Guide": ["guide/index.md", {"New": "new/index.md"}, {"About": "about.md"}]},
        {
            "News": [
                {"Last": "last/index.md"},
                {"Old": "old.md"},
                {"More": ["more/index.md", {"New": "more/new/index.md"}, {"Less": "less.md"}]},
            ]
        },
    ]


def test_a_page_below_the_label_of_another_makes_a_list_of_it() -> None:
    pages = [NEW._replace(address="trends/", nav=("Trends",)), NEW._replace(nav=("Trends", "New"))]
    assert with_pages([], pages) == [{"Trends": ["trends/index.md", {"New": "new/index.md"}]}]


def test_pages_below_one_need_not_be_in_the_navigation() -> None:
    assert "/papers/**\n!/papers/index.md\n" in read_settings(PROJECT)["not_in_nav"]


def test_a_made_page_in_the_settings_is_told(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("nav:\n", "nav:\n  - Map: graph/index.md\n", 1), "utf-8")
    with pytest.raises(site.BuildError, match=r"mkdocs\.yml: delete graph/index\.md from nav"):
        read_settings(root)


def test_settings_that_cannot_be_read_stop_the_build(kb: KnowledgeBase, tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / "mkdocs.yml").write_text("site_name: effllm\nnav: [\n", "utf-8")
    with pytest.raises(site.BuildError, match=r"mkdocs\.yml: .*\n(.*\n)* .*line 3"):
        site.build(root, root / "site", kb=kb)


def test_a_page_without_a_module_is_told() -> None:
    with pytest.raises(
        site.BuildError, match=r'of the page "New things": module="new", but there is no .*/pages/new.py'
    ):
        maker(NEW)


def test_a_module_without_the_function_is_told() -> None:
    with pytest.raises(site.BuildError, match=r"json_fields.py has no function pages\(view, here\)"):
        maker(NEW._replace(module="json_fields"))


def test_every_module_of_pages_is_in_the_list() -> None:
    """Of the others, feed.py makes no page, and the rest help those that do."""
    folder = Path(modules.__file__).parent
    making = {
        file.stem
        for file in folder.glob("*.py")
        if any(
            isinstance(part, ast.FunctionDef) and part.name == "pages"
            for part in ast.parse(file.read_text("utf-8")).body
        )
    }
    assert making - {"feed"} == {page.module for page in CONTENTS}, (
        "each module with a function pages(view, here) has an entry in src/effllm/site/contents.py, each entry a module"
    )


def test_addresses_and_titles_are_used_once() -> None:
    for values in ([page.address for page in CONTENTS], [page.title for page in CONTENTS]):
        assert len(values) == len(set(values))


def test_all_that_is_made_says_from_what(pages: dict[str, str]) -> None:
    places = tuple(MADE_FROM)
    assert [path for path in pages if not f"{path}/".startswith(tuple(f"{place}/" for place in places))] == []


def test_templates_are_all_used() -> None:
    files = [file for file in (PROJECT / "src/effllm/site").rglob("*") if file.suffix in {".py", ".md", ".html", ".js"}]
    used = "".join(file.read_text("utf-8") for file in files)
    assert [name for name in environment().list_templates() if f'"{name}"' not in used] == []
