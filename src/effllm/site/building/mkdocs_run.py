"""MkDocs: its settings, and its run, which is left out while nothing that it reads has changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from effllm.site.building import output_folder
from effllm.site.building.output_folder import BuildError, digest, packages
from effllm.site.contents import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from effllm.site.contents import Overview

CONFIG = "mkdocs.yml"
THEME = "theme"

_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
_ENV = re.compile(r"!ENV \[?(\w+)")  # !ENV [SITE_URL, ""]


class _Loader(yaml.SafeLoader):
    """YAML with environment variables, as MkDocs reads its settings; Python names, which MkDocs allows, are skipped."""


def _env(loader: _Loader, node: yaml.Node) -> object:
    """Return the value of the first variable that is set, else the last entry: ``!ENV [SITE_URL, ""]``."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value))
    *names, default = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if name in os.environ), default)


_Loader.add_constructor("!ENV", _env)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


class Settings(NamedTuple):
    """What the build needs of `mkdocs.yml`.

    Attributes:
        address: the public address of the site; empty where it has none.
        nav: the pages of the navigation, each with the labels that lead to it.
    """

    address: str
    nav: dict[str, tuple[str, ...]]


def settings(root: Path) -> Settings:
    """Read `mkdocs.yml`.

    Raises:
        BuildError: there is none.
    """
    file = root / CONFIG
    if not file.is_file():
        raise BuildError(f"no {CONFIG} in {root}: the site is built in a checkout of the whole repository")
    found: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
    address = found.get("site_url") or ""
    return Settings(f"{address.rstrip('/')}/" if address else "", dict(_nav(found.get("nav") or [], ())))


def _nav(entries: Sequence[Any], labels: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in entries:
        for label, below in entry.items() if isinstance(entry, dict) else [("", entry)]:
            here = (*labels, label) if label else labels
            if isinstance(below, str):
                yield below, here
            else:
                yield from _nav(below, here)


def unlisted(nav: dict[str, tuple[str, ...]], contents: Sequence[Overview] = CONTENTS) -> list[str]:
    """Say which pages of the contents the navigation lacks, or has elsewhere, and what to write where."""
    return [
        f'{CONFIG}: write "{_line(page)}" in nav{_below(page.nav[:-1])}, as src/effllm/site/contents.py has it'
        + (f'; now it is "{" > ".join(nav[page.path])}"' if page.path in nav else "")
        + _list_of(page.nav[:-1], nav)
        for page in contents
        if nav.get(page.path) != page.nav
    ]


def _line(page: Overview) -> str:
    return f"- {page.nav[-1]}: {page.path}"


def _below(labels: tuple[str, ...]) -> str:
    return f' below "{" > ".join(labels)}"' if labels else ""


def _list_of(labels: tuple[str, ...], nav: dict[str, tuple[str, ...]]) -> str:
    """Say that a label has to become a list where it is a single line of the navigation."""
    if any(len(at) > len(labels) and at[: len(labels)] == labels for at in nav.values()):
        return ""
    alone = next((path for path, at in nav.items() if at == labels), None)
    return f'; "- {labels[-1]}: {alone}" becomes "- {labels[-1]}:" with "- {alone}" below it' if alone else ""


def render(root: Path, docs: Path, target: Path, day: str) -> str:
    """Have MkDocs render ``docs`` into ``target``, and return a key of what it was rendered from.

    While nothing has changed that it is rendered from, what is there is kept.

    Raises:
        BuildError: MkDocs found fault with a page.
    """
    key, known = _key(root, docs, day), target.with_suffix(".key")
    if known.is_file() and known.read_text(encoding="utf-8") == key and target.is_dir():
        return key
    known.unlink(missing_ok=True)
    output_folder.check(target)
    output_folder.mark(target)  # MkDocs leaves it: it deletes no hidden file
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    command += ["--config-file", str(root / CONFIG), "--site-dir", str(target.resolve())]
    done = subprocess.run(  # noqa: S603 - a fixed command
        command, env={**os.environ, **_QUIET}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise BuildError(_relevant(done.stdout + done.stderr))
    known.write_text(key, encoding="utf-8")
    return key


def _key(root: Path, docs: Path, day: str) -> str:
    """Return a digest of all that MkDocs reads; its map of the site has the day in it."""
    config = (root / CONFIG).read_text(encoding="utf-8")
    named = [(name, os.environ.get(name)) for name in _ENV.findall(config)]
    files = sorted(path for folder in (docs, root / THEME) for path in folder.rglob("*") if path.is_file())
    contents = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in files]
    return digest(packages(), day, config, named, contents)


def _relevant(output: str) -> str:
    """Return the lines of MkDocs's output that say what is wrong; all of it where none does."""
    lines = output.splitlines()
    wrong = [line for line in lines if line.startswith(("WARNING", "ERROR", "CRITICAL", "Error", "  "))]
    return "\n".join(wrong or lines)
