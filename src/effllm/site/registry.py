"""Every page and file of the site that is made: a pure function of the knowledge base."""

from __future__ import annotations

from importlib import import_module, resources
from itertools import chain
from typing import TYPE_CHECKING, Any

from effllm.site import constants, library, offline, plan_data
from effllm.site.building.output_folder import BuildError
from effllm.site.building.render import File, at_once
from effllm.site.contents import CONTENTS
from effllm.site.pages import feed, home
from effllm.site.view import View
from effllm.store import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from effllm.kb import KnowledgeBase
    from effllm.site.building.render import Made
    from effllm.site.contents import Overview


def all_pages(kb: KnowledgeBase, guides: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return ``{path: text}`` of all texts that the site shows but the hand-written pages. Linear in the records.

    The search finds the hand-written pages too: ``guides`` holds their Markdown by path.
    """
    view = View(kb)
    made = chain(at_once(everything(view, guides or {})), assets())
    texts = {one.path: one.text for one in made if not (isinstance(one, File) and isinstance(one.content, bytes))}
    guide = home.llms(view, {path: len(text.encode()) for path, text in texts.items()})
    return texts | {guide.path: guide.text}


def everything(view: View, guides: Mapping[str, str]) -> Iterator[Made]:
    """Yield what is made from the records; thousands of it only when asked for. llms.txt follows from their sizes."""
    for here in CONTENTS:
        yield from maker(here)(view, here)
    yield from feed.pages(view)
    yield from library.files(view, guides)
    yield File(snapshot.NAME, view.kb.snapshot.to_json())
    yield File(plan_data.PATH, plan_data.text(view))
    yield offline.worker(view, assets())


def maker(here: Overview) -> Callable[[View, Overview], Iterator[Made]]:
    """Return the function that makes a page of the navigation and the pages below it.

    Raises:
        BuildError: there is no such function; the message says where it should be.
    """
    name = f"effllm.site.pages.{here.module}"
    wanted = f'src/effllm/site/contents.py says of the page "{here.title}": module="{here.module}", but'
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise BuildError(f"{wanted} there is no src/effllm/site/pages/{here.module}.py") from None
    made: Any = getattr(module, "pages", None)
    if made is None:
        raise BuildError(f"{wanted} src/effllm/site/pages/{here.module}.py has no function pages(view, here)")
    return made  # type: ignore[no-any-return]


def assets() -> Iterator[File]:
    """Yield the style sheet, whose parts follow each other in the order of their names, the scripts and pictures."""
    folder = resources.files("effllm.site") / "assets"
    parts = sorted((folder / "css").iterdir(), key=lambda file: file.name)
    yield File("assets/effllm.css", "\n".join(file.read_text(encoding="utf-8") for file in parts))
    for script in sorted((folder / "js").iterdir(), key=lambda file: file.name):
        if script.name.endswith(".js"):
            yield File(f"assets/js/{script.name}", script.read_text(encoding="utf-8"))
    yield constants.script()
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.is_file() and file.name != offline.PATH:
            yield File(f"assets/{file.name}", file.read_text(encoding="utf-8"))
