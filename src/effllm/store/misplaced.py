"""Where a file that holds no record belongs, and which lists are gone."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from shlex import quote
from typing import TYPE_CHECKING

from effllm.problems import Problem
from effllm.store import file_rules, folders, layout
from effllm.store.unreadable import get_back
from effllm.text import NOT_ASCII_WORD
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_KINDS = "records are papers/<year>/<key>.yml, taxonomy/frameworks/<id>.yml and the lists of taxonomy/"
_FIGURES = (
    "the figures of a paper are beside its record, in papers/<year>/<key>.results.csv,"
    " others in taxonomy/measurements/<id>.results.csv"
)
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods"})
"""Endings of the names that tables are saved under."""

_NAME = "the name is family name, year and one word: doe2024name.yml"
_OTHERS = {
    ".htm": 'a saved web page is no record: open the file on its site, choose "Raw" and save that',
    ".html": 'a saved web page is no record: open the file on its site, choose "Raw" and save that',
    ".bib": "make records of it: effllm import-bib FILE.bib",
    ".pdf": "papers are not kept here, only facts about them; write a record that names the paper's id",
    ".json": "a record is YAML with the ending .yml",
    ".md": "a record is YAML with the ending .yml; pages of papers are made from the records",
    ".txt": "a record is YAML with the ending .yml",
    ".jsonl": "a reference list is papers/<year>/<key>.references.jsonl, beside the record of its paper",
    ".csv": "figures are papers/<year>/<key>.results.csv, beside the record of their paper",
}


_COPY = re.compile(r"^copy of | ?\([0-9]+\)$| (?:- )?copy(?: [0-9]+)?$")  # name (1), name - copy, copy of name
_OF_PAPER = re.compile(r"ya?ml|[a-z]+\.(?:csv|jsonl)")  # the record, a table or a reference list beside it
_FEW = 3
"""How many misplaced records of a folder are told one by one; more have one cause."""


def all_misplaced(root: Path, paths: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each file that is not read as a record; one for the records of a folder in a wrong place."""
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        folder = str(PurePosixPath(path).parent) if key_of(path) else path
        by_folder.setdefault(folder, []).append(path)
    for folder, files in by_folder.items():
        if len(files) > _FEW:
            yield _misplaced_folder(root, folder, files)
        else:
            yield from filter(None, map(misplaced, files))


def _misplaced_folder(root: Path, folder: str, files: list[str]) -> Problem:
    """Say where the records of a folder belong."""
    keys = list(dict.fromkeys(map(key_of, files)))
    message = f"{count(len(keys), 'record')} are here and are not read: {', '.join(keys[:_FEW])} ..."
    right = {layout.paper_path(key_of(path)).rpartition("/")[0] for path in files}
    hint = "move each to papers/<year>/<key>.yml, the year being that of its key"
    if folder in right:
        hint = "give each the ending .yml, and a name in lower case"
    elif len(right) == 1:
        hint = layout.move_all(root, folder, *right)
    return Problem(folder, 1, 1, file_rules.PLACE.code, message, hint)


def key_of(path: str) -> str:
    """Return the key of the paper of which a misplaced file of `papers` seems to tell; empty where it tells of none."""
    name = PurePosixPath(path)
    key, _, rest = name.name.lower().partition(".")
    is_record = name.parts[0] == "papers" and _OF_PAPER.fullmatch(rest)
    return key if is_record and layout.kind_of(layout.paper_path(key)) else ""


def table_of(path: str) -> str:
    """Return the stem that a misplaced table of figures should have, ``key.results``; empty where it is no table."""
    is_table = PurePosixPath(path).suffix.lower() in _TABLES
    return f"{layout.stem_of(path).lower()}.{layout.RESULTS.name}" if is_table else ""


def misplaced(path: str) -> Problem | None:
    """Say where a file belongs that is not read as a record; notes beside the records and hidden files are fine."""
    name = PurePosixPath(path)
    if name.name == "README.md" or name.name.startswith("."):
        return None
    message = "a record's name is in lower case" if layout.kind_of(path.lower()) else "no record belongs here"
    if right := _renamed(name):
        if name.parent == PurePosixPath(right).parent and not layout.kind_of(path.lower()):
            message = "no record has such a name"
        return Problem(path, 1, 1, file_rules.PLACE.code, message, f"move it: git mv {quote(path)} {right}")
    return Problem(path, 1, 1, file_rules.PLACE.code, message, _hint(name))


def _renamed(path: PurePosixPath) -> str:
    """Return the path of a record whose name has other signs than a record's; empty where that leaves none."""
    stem, suffix = _COPY.sub("", path.name.lower().removesuffix(".txt").rpartition(".")[0]), path.suffix.lower()
    if suffix not in {".yml", ".yaml"} and not path.name.lower().endswith((".yml.txt", ".yaml.txt")):
        return ""
    key = NOT_ASCII_WORD.sub("", stem)
    slug = NOT_ASCII_WORD.sub("-", stem).strip("-")
    right = layout.paper_path(key) if path.parts[0] == "papers" else f"{path.parent}/{slug}.yml"
    return right if layout.kind_of(right) and right != str(path) else ""


def _hint(path: PurePosixPath) -> str:
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return _about_table(path)
    if suffix not in {".yml", ".yaml"}:
        return _OTHERS.get(suffix, _KINDS)
    right = layout.paper_path(path.stem.lower())
    if path.parts[0] == "taxonomy" and path.stem.lower() == layout.OVERVIEW:
        return f"give it another name: the page {layout.OVERVIEW} is the overview of all that are in this folder"
    if path.parts[0] == "taxonomy" and re.fullmatch(layout.RESERVED, path.stem.lower()):
        return f"give it another name: Windows keeps {path.stem} for a device, and could not hold these records"
    if path.parts[0] == "taxonomy":
        framework = f"taxonomy/frameworks/{path.stem.lower()}.yml"
        in_folder = len(path.parts) > 2  # noqa: PLR2004 - taxonomy/<folder>/<file>
        return f"move it: git mv {quote(str(path))} {framework}" if layout.kind_of(framework) and in_folder else _KINDS
    return f"move it: git mv {quote(str(path))} {right}" if layout.kind_of(right) else _NAME


def _about_table(path: PurePosixPath) -> str:
    """Say under which name a table would be read."""
    paper = layout.paper_path(layout.stem_of(str(path)).lower())
    if not layout.kind_of(paper):
        return _FIGURES
    right = layout.table_path(paper, layout.RESULTS.name)
    is_csv = path.suffix.lower() == ".csv"
    return f"move it: git mv {quote(str(path))} {right}" if is_csv else f"save it as CSV, under the name {right}"


def all_gone(root: Path) -> list[Problem]:
    """Return a problem for each list that is gone; a folder that never had any list is a collection of its own."""
    gone = [path for path in ("papers", *folders.LISTS) if not os.path.lexists(root / path)]
    if set(folders.LISTS) <= {*gone}:
        return []
    what = {path: "the folder is missing" if path == "papers" else "the file is missing" for path in gone}
    return [Problem(path, 1, 1, file_rules.LIST_GONE.code, what[path], get_back(path)) for path in gone]
