"""MkDocs: its settings, and its run, which is left out while nothing that it reads has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import yaml

from effllm.site.building import output_folder
from effllm.site.building.output_folder import BuildError, digest, packages
from effllm.site.contents import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from effllm.site.contents import Overview

CONFIG = "mkdocs.yml"
THEME = "theme"

_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


class _Loader(yaml.SafeLoader):
    """YAML with environment variables, as MkDocs reads its settings."""


def _env(loader: _Loader, node: yaml.Node) -> object:
    """Return the value of the first variable that is set, else the last entry: ``!ENV [SITE_URL, ""]``."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value))
    *names, default = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if name in os.environ), default)


_Loader.add_constructor("!ENV", _env)


def read_settings(root: Path) -> dict[str, Any]:
    """Return what `mkdocs.yml` says, with the pages that are made in its navigation and variables filled in.

    Raises:
        BuildError: there is no such file, it cannot be read, or its navigation names a page that is made.
    """
    file = root / CONFIG
    if not file.is_file():
        raise BuildError(f"no {CONFIG} in {root}: the site is built in a checkout of the whole repository")
    try:
        found: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise BuildError(f"{CONFIG}: {error}") from None
    below = "".join(f"/{page.address}**\n!/{page.path}\n" for page in CONTENTS if page.below)
    written = found.get("nav") or []
    if twice := [page.path for page in CONTENTS if f"'{page.path}'" in repr(written)]:
        raise BuildError(f"{CONFIG}: delete {', '.join(twice)} from nav; src/effllm/site/contents.py has it there")
    nav = with_pages(written, CONTENTS)
    return found | {"nav": nav, "not_in_nav": found.get("not_in_nav", "") + below}


def address_of(settings: Mapping[str, Any]) -> str:
    """Return the public address of the site, with a slash behind it; empty where it has none."""
    address = str(settings.get("site_url") or "")
    return f"{address.rstrip('/')}/" if address else ""


def with_pages(written: Sequence[Any], contents: Sequence[Overview]) -> list[Any]:
    """Return a navigation of hand-written pages with those that are made, each below its labels.

    Those that are made come first, in the order of the contents, but for a first page by hand without a label, which is
    that of the label itself. Where hand-written pages have a label, too, those that are made join them there.
    """
    made: dict[str, Any] = {}
    for page in contents:
        if page.nav:
            _put(made, page.nav, page.path)
    return _joined(written, made)


def _joined(written: Sequence[Any], made: dict[str, Any]) -> list[Any]:
    """Return the entries of a label; ``made`` are the labels of pages below it."""
    own = [entry for entry in written[:1] if isinstance(entry, str)]
    others: list[Any] = []
    for entry in written[len(own) :]:
        for label, below in entry.items() if isinstance(entry, dict) else [("", entry)]:
            if label in made:
                others.append({label: _joined([below] if isinstance(below, str) else below, made.pop(label))})
            else:
                others.append({label: below} if label else below)
    return [*own, *_entries(made), *others]


def _put(labels: dict[str, Any], nav: tuple[str, ...], path: str) -> None:
    """Put a page below its labels; ``""`` is the page of the label itself."""
    for label in nav:
        labels = labels.setdefault(label, {})
    labels[""] = path


def _entries(labels: dict[str, Any]) -> list[Any]:
    """Return labels as MkDocs writes them: a label with only one page is a line, any other a list."""
    return [
        below if label == "" else {label: below[""] if below.keys() == {""} else _entries(below)}
        for label, below in labels.items()
    ]


def render(root: Path, docs: Path, target: Path, day: str) -> str:
    """Have MkDocs render ``docs`` into ``target``, and return a key of what it was rendered from.

    The settings are written beside ``docs``, so that other renderers may read them. While nothing has changed that it
    is rendered from, what is there is kept.

    Raises:
        BuildError: MkDocs found fault with a page.
    """
    config = write_settings(root, docs)
    key, known = _key(root, docs, config.read_bytes(), day), target.with_suffix(".key")
    if known.is_file() and known.read_text(encoding="utf-8") == key and target.is_dir():
        return key
    known.unlink(missing_ok=True)
    output_folder.check(target)
    output_folder.mark(target)  # MkDocs leaves it: it deletes no hidden file
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    command += ["--config-file", str(config), "--site-dir", str(target.resolve())]
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    date = {"SOURCE_DATE_EPOCH": f"{noon.timestamp():.0f}"}  # of the map of the site
    done = subprocess.run(  # noqa: S603 - a fixed command
        command, env={**os.environ, **_QUIET, **date}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise BuildError(_relevant(done.stdout + done.stderr))
    known.write_text(key, encoding="utf-8")
    return key


def write_settings(root: Path, docs: Path) -> Path:
    """Write the settings with which MkDocs, or another renderer that reads them, renders ``docs``; return the file.

    Its paths are relative to the file, as MkDocs takes them.
    """
    settings = read_settings(root)
    settings["theme"]["custom_dir"] = os.path.relpath(root / THEME, docs.parent)
    settings |= {"docs_dir": docs.name, "site_dir": "rendered"}
    file = docs.parent / CONFIG
    file.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def _key(root: Path, docs: Path, config: bytes, day: str) -> str:
    """Return a digest of all that MkDocs reads; its map of the site has the day in it."""
    files = sorted(path for folder in (docs, root / THEME) for path in folder.rglob("*") if path.is_file())
    contents = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in files]
    return digest(packages(), day, config, contents)


def _relevant(output: str) -> str:
    """Return the lines of MkDocs's output that say what is wrong; all of it where none does."""
    lines = output.splitlines()
    wrong = [line for line in lines if line.startswith(("WARNING", "ERROR", "CRITICAL", "Error", "  "))]
    return "\n".join(wrong or lines)
