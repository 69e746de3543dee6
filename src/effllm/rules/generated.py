"""F and Y beyond the folders of records: files that are made, and records that are where nothing reads them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from effllm.checks import Rule
from effllm.problems import Problem
from effllm.store import layout
from effllm.store.file_rules import NOT_CANONICAL
from effllm.store.misplaced import misplaced
from effllm.store.schema import json_schemas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from effllm.store.checkout import Checkout

GENERATED = Rule(
    "F002",
    "What is made from the records is not edited",
    "The next build makes it again from the records, and the edit is gone.",
    "# docs/papers/frantar2022gptq.md",
    "# papers/2022/frantar2022gptq.yml",
)
RULES = (GENERATED,)

_SCHEMAS = "effllm export jsonschema --output docs/schema"
_BUILT = ("site", "build")
_ELSEWHERE = re.compile(r"(?:docs/|paper/|records/|data/|\d{4}/|Papers/)?(?:\d{4}/)?[^/]+")


def check(checkout: Checkout, made: Mapping[str, str], named: Iterable[str] = ()) -> list[Problem]:
    """Return what is wrong beyond the folders of records: edited pages and schemas, and records in other folders.

    Args:
        checkout: the records, for the schemas made from them.
        made: what the site makes, files and folders by their place below ``docs/``, and what to edit instead.
        named: files that somebody asked about.
    """
    paths = dict.fromkeys([*named, *_found(checkout.root, made)])
    problems = [problem for path in paths if (problem := where_to_edit(path, made))]
    return sorted([*problems, *_stale(checkout)])


def where_to_edit(path: str, made: Mapping[str, str]) -> Problem | None:
    """Say where to edit the content of a file outside the folders of records; None for a file that is no such thing.

    Args:
        path: the file, relative to the checkout.
        made: as for `check`.
    """
    top, _, below = path.partition("/")
    if path.startswith(f"{layout.SCHEMAS}/") and path.endswith(".json"):
        return None  # right or stale, which its content tells
    if top in _BUILT and below:
        hint = "leave it out of the pull request; it is made from papers/, taxonomy/ and docs/"
        return _made(path, f"{top}/ is built and not kept in the repository", hint)
    page = next((page for page in made if top == "docs" and f"{below}/".startswith(f"{page}/")), None)
    if page:
        right = layout.paper_path(PurePosixPath(path).stem)
        place = right if page == "papers" and layout.kind_of(right) else made[page]
        what = "this file is" if below == page else f"the pages of docs/{page}/ are"
        return _made(path, f"{what} made when the site is built", f"edit {place}")
    return misplaced(path) if _looks_like_a_record(path) else None


def _made(path: str, message: str, hint: str) -> Problem:
    return Problem(path, 1, 1, GENERATED.code, message, hint)


def _looks_like_a_record(path: str) -> bool:
    """Tell whether a file is named as a paper's record is, in a folder that is no part of the program."""
    name = PurePosixPath(path)
    right = layout.paper_path(name.stem.lower())
    named = name.suffix.lower() in {".yml", ".yaml"} and layout.kind_of(right) is not None
    return named and _ELSEWHERE.fullmatch(path) is not None


def _found(root: Path, made: Iterable[str]) -> Iterator[str]:
    """Yield the files that should not be there: pages among the hand-written ones, and records in other folders."""
    for page in made:
        yield from _files(root, f"docs/{page}", "**/*")
        yield from _files(root, "docs", page)
    for pattern in ("*.y*ml", "[0-9][0-9][0-9][0-9]/*.y*ml", "docs/*.y*ml"):
        yield from (path for path in _files(root, ".", pattern) if _looks_like_a_record(path))


def _files(root: Path, folder: str, pattern: str) -> list[str]:
    found = (root / folder).glob(pattern) if (root / folder).is_dir() else ()
    return sorted(path.relative_to(root).as_posix() for path in found if path.is_file())


def _stale(checkout: Checkout) -> Iterator[Problem]:
    """Yield the editors' schemas that are not what the records make them; nothing while a list is not right itself."""
    folder = checkout.root / layout.SCHEMAS
    if not folder.is_dir() or any(
        problem.path.startswith("taxonomy/") and problem.code != NOT_CANONICAL.code for problem in checkout.problems
    ):
        return
    wanted = json_schemas(checkout.corpus(papers=False))
    for path, text in wanted.items():
        file = checkout.root / path
        if not file.is_file() or file.read_text(encoding="utf-8", errors="replace") != text:
            hint = f"edit taxonomy/ or the fields in src/effllm/records/, then run: {_SCHEMAS}"
            yield _made(path, f"{path} is generated, and is not what the records make it", hint)
    for path in _files(checkout.root, layout.SCHEMAS, "*"):
        if path not in wanted:
            yield _made(path, "no kind of record has this schema", "delete it; the schemas are generated")
