"""The one list of the site's pages, and what says so if a page is not registered rightly."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm import site
from effllm.site import pages as modules
from effllm.site.building.mkdocs_run import settings, unlisted
from effllm.site.building.render import environment
from effllm.site.contents import CONTENTS, MADE_FROM, Overview
from effllm.site.registry import maker
from tests.site.records import PROJECT, checkout

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

NEW = Overview("new/", "New things", "new", "papers/", ("Guide", "New"), "What is new.", ("newest",))


def test_the_navigation_has_every_page_where_the_list_says() -> None:
    assert unlisted(settings(PROJECT).nav) == []


def test_a_page_that_the_navigation_lacks_is_told_with_the_line_to_write() -> None:
    assert unlisted(settings(PROJECT).nav, [NEW]) == [
        'mkdocs.yml: write "- New: new/index.md" in nav below "Guide", as src/effllm/site/contents.py has it'
    ]


def test_a_page_below_a_label_that_is_a_single_line_is_told_to_make_a_list_of_it() -> None:
    page = NEW._replace(nav=("Trends", "New"))
    (said,) = unlisted({"trends/index.md": ("Trends",), "guide/index.md": ("Guide",)}, [page])
    assert said.endswith('; "- Trends: trends/index.md" becomes "- Trends:" with "- trends/index.md" below it')
    (said,) = unlisted({"trends/index.md": ("Trends",), "old/index.md": ("Trends", "Old")}, [page])
    assert "becomes" not in said


def test_a_page_at_another_place_of_the_navigation_is_told() -> None:
    (said,) = unlisted({"venues/index.md": ("Venues",)}, [page for page in CONTENTS if page.title == "Venues"])
    assert said.startswith('mkdocs.yml: write "- Venues: venues/index.md" in nav below "Papers"')
    assert said.endswith('; now it is "Venues"')


def test_a_page_that_the_navigation_lacks_stops_the_build(kb: KnowledgeBase, tmp_path: Path) -> None:
    root = checkout(tmp_path)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - Map: graph/index.md\n", ""), "utf-8")
    with pytest.raises(site.BuildError, match=r'write "- Map: graph/index\.md" in nav, as'):
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
