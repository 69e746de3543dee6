"""Where a file that holds no record belongs."""

from __future__ import annotations

from pathlib import PurePosixPath

from effllm.problems import Problem
from effllm.store import layout, rules

_KINDS = "records are papers/<year>/<key>.yml, taxonomy/frameworks/<id>.yml and the lists of taxonomy/"
_NAME = "the name is family name, year and one word: doe2024name.yml"
_OTHERS = {
    ".htm": 'a saved web page is no record: open the file on its site, choose "Raw" and save that',
    ".html": 'a saved web page is no record: open the file on its site, choose "Raw" and save that',
    ".bib": "make records of it: effllm import-bib FILE.bib",
    ".pdf": "papers are not kept here, only facts about them; write a record that names the paper's id",
    ".json": "a record is YAML with the ending .yml",
    ".md": "a record is YAML with the ending .yml; pages of papers are made from the records",
    ".txt": "a record is YAML with the ending .yml",
}


def misplaced(path: str) -> Problem | None:
    """Say where a file belongs that is not read as a record; notes beside the records and hidden files are fine."""
    name = PurePosixPath(path)
    if name.name == "README.md" or name.name.startswith("."):
        return None
    return Problem(path, 1, 1, rules.PLACE.code, "no record belongs here", _hint(name))


def _hint(path: PurePosixPath) -> str:
    suffix = path.suffix.lower()
    if suffix not in {".yml", ".yaml"}:
        return _OTHERS.get(suffix, _KINDS)
    right = layout.paper_path(path.stem.lower())
    if path.parts[0] == "taxonomy" and path.stem.lower() == layout.OVERVIEW:
        return f"give it another name: the page {layout.OVERVIEW} is the overview of all that stand in this folder"
    if path.parts[0] == "taxonomy":
        framework = f"taxonomy/frameworks/{path.stem.lower()}.yml"
        return f"move it to {framework}" if layout.kind_of(framework) and len(path.parts) > 2 else _KINDS  # noqa: PLR2004
    return f"move it to {right}" if layout.kind_of(right) else _NAME
