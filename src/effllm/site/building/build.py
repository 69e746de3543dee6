"""Building the site: MkDocs renders the hand-written pages and empty ones, which are filled with what is made."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from effllm.kb import load
from effllm.site import croissant, previews
from effllm.site.building import mkdocs_run, npm_assets, output_folder
from effllm.site.building.docs_pages import DocsPages, files_below
from effllm.site.building.output_folder import BuildError, SiteFolder, digest, packages, write
from effllm.site.building.render import File, Later
from effllm.site.building.shells import SHELLS, Shells, file_of
from effllm.site.pages import home
from effllm.site.registry import assets, everything
from effllm.site.view import View
from effllm.store.days import by_commit
from effllm.store.upkeep import upkeep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from effllm.kb import KnowledgeBase
    from effllm.site.building.render import Made, Page

DOCS = "build/docs"
"""Where a build puts what MkDocs renders, in the checkout."""

RENDERED = "build/rendered"
"""Where MkDocs puts what it makes of it."""

NOTE = "build/site.json"
"""Where a build notes what each file of the site was made from."""

_UNUSED = "assets/javascripts/"
"""The theme's own scripts, which no page has: theme/main.html."""


def generate(root: Path, target: Path) -> None:
    """Write what MkDocs renders below ``target``: the pages of ``root/docs`` and an empty page of each kind.

    Raises:
        BuildError: ``target`` holds something that was not generated, a page by hand has the place of one that is made,
            or parts are not installed.
    """
    _write_sources(root, DocsPages(root), target)


def _write_sources(root: Path, docs: DocsPages, target: Path) -> None:
    docs.check_places()
    parts = _parts(root)
    output_folder.check(target)
    output_folder.empty(target)
    for shell in SHELLS:
        write(target, shell.path, shell.text)
    for file in assets():
        write(target, file.path, file.text)
    for path, content in docs.contents():
        write(target, path, content)
    for path, part in parts.items():
        write(target, path, part.read_bytes())


def build(root: Path, output: Path, *, kb: KnowledgeBase | None = None) -> None:
    """Build the whole site of a checkout into ``output``. What has not changed since the last time is left as it is.

    Raises:
        effllm.InvalidRecords: the checkout's records break a rule.
        BuildError: MkDocs found fault with a page, for instance a broken link, ``output`` holds something else, or
            ``root`` has only the records.
    """
    with _few_collections():
        _build(root, output, kb)


def _build(root: Path, output: Path, kb: KnowledgeBase | None) -> None:
    output_folder.check(output)
    address = mkdocs_run.address_of(mkdocs_run.read_settings(root))
    site = SiteFolder(output, root / NOTE)
    docs = DocsPages(root)
    records = load(root) if kb is None else kb
    view = View(
        records,
        changelog=docs.has_changelog,
        address=address,
        kept=site.kept,
        days=by_commit(root),
        upkeep=upkeep(root),
    )
    _write_sources(root, docs, root / DOCS)
    rendered = root / RENDERED
    key = mkdocs_run.render(root, root / DOCS, rendered, view.today.isoformat())
    shells = Shells(rendered)
    pages = list(_fill(site, shells, everything(view, docs.texts()), key))
    described = croissant.made(view, lambda path: (output / path).read_bytes())
    site.write(described.path, described.content)
    guide = home.llms(view, site.sizes)
    site.write(guide.path, guide.content)
    docs.check_links(output)
    _copy(site, rendered, shells, pages)
    if address:
        _draw(site, view, root)
    site.finish(view.keep)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage in cycles less often: pages leave hardly any, and each look passes over all records."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _fill(site: SiteFolder, shells: Shells, everything: Iterable[Made], rendered: str) -> Iterator[str]:
    """Write pages and files, and yield the paths of the pages. What is there already is not made again."""
    for made in everything:
        if not isinstance(made, Later):
            yield from _write(site, shells, made, "")
            continue
        key = digest(rendered, made.made_from)
        if all(site.keep(file_of(path), key) for path in made.paths):
            yield from (path for path in made.paths if file_of(path) != path)
        else:
            for one in made.make():
                yield from _write(site, shells, one, key)


def _write(site: SiteFolder, shells: Shells, made: Page | File, key: str) -> Iterator[str]:
    if isinstance(made, File):
        site.write(made.path, made.content, key)
    else:
        site.write(file_of(made.path), shells.fill(made), key)
        yield made.path


def _copy(site: SiteFolder, rendered: Path, shells: Shells, pages: list[str]) -> None:
    """Write what MkDocs made but for the empty pages, with the maps of the site in the place of its own."""
    maps = shells.sitemap(pages)
    for path, file in files_below(rendered).items():
        if path not in shells.files and path != output_folder.MARKER and not path.startswith(_UNUSED):
            site.write(path, maps.get(path) or file.read_bytes())


def _draw(site: SiteFolder, view: View, root: Path) -> None:
    """Draw the pictures that networks show beside a link, which takes a public address."""
    font, program = npm_assets.font(root), packages()
    for card in previews.cards(view):
        if not site.keep(card.file, key := digest(program, card)):
            site.write(card.file, previews.png(card, font), key)


def _parts(root: Path) -> dict[str, Path]:
    try:
        return npm_assets.files(root)
    except FileNotFoundError as error:
        raise BuildError(str(error)) from error
