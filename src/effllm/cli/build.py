"""`effllm build`."""

import time
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from effllm.cli.checkout_path import checkout_root, load
from effllm.cli.console import say
from effllm.cli.failures import Failed, WrongUsage
from effllm.cli.options import Root
from effllm.extras import extra

SITE = "site"
"""The folder of the built site, in the checkout."""


def build(
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Build into this folder.", show_default=SITE)
    ] = None,
    root: Root = None,
) -> None:
    """Build the site from the records."""
    base = checkout_root(root)
    target = output or base / SITE
    build_site(base, target)
    say(f"built {target}")


def build_site(base: Path, target: Path) -> None:
    """Build the site of a checkout into a folder; on a terminal, show that something goes on.

    Raises:
        WrongUsage: the folder holds something other than an earlier site: building empties it.
        MissingExtra: the site's packages are not installed.
        Failed: its pages have a fault.
    """
    with extra("site", "the site"):
        for name in ("mkdocs", "material"):  # MkDocs runs as a process of its own, with Material as its theme
            import_module(name)
        from effllm import site  # noqa: PLC0415 - an optional extra

    kb = load(base)
    started = time.monotonic()
    out = Console(stderr=True, markup=False, emoji=False, highlight=False)
    try:
        if out.is_terminal:
            with out.status(f"building {len(kb.papers)} papers"):
                site.build(base, target, kb=kb)
            say(f"{len(kb.papers)} papers in {time.monotonic() - started:.0f} s")
        else:
            site.build(base, target, kb=kb)
    except site.ForeignFolder as error:
        raise WrongUsage(str(error)) from None
    except site.BuildError as error:
        raise Failed(f"the site could not be built:\n{error}") from None
