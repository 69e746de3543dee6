"""Which file holds what: the one place that knows the folders of a checkout."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from operator import attrgetter
from shlex import quote
from typing import TYPE_CHECKING

from effllm.id_kinds import KEY, SLUG
from effllm.records import (
    Accelerator,
    Candidate,
    Category,
    CitationCount,
    Formula,
    Framework,
    Incoming,
    LeftOut,
    Measurement,
    Paper,
    PretrainedModel,
    PublicList,
    ReadingList,
    ReferenceList,
    Result,
    Venue,
    Vocabulary,
)
from effllm.store.folders import BRANCHES, FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from effllm.records.base import Record

SCHEMAS = "docs/schema"

LEFT_OUT_PATH = "papers/left-out.jsonl"
"""Papers that were looked at and left out, a line each."""

INCOMING_PATH = "papers/incoming.jsonl"
"""Candidates that wait for a decision, a line each; no file where none waits."""

CITED_PATH = "papers/cited.jsonl"
"""How often the whole literature cites the papers, a line each; no file where nobody counted."""

OVERVIEW = "index"
"""What no record may be called: the page of this name is the folder's overview."""

RESERVED = r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])"
"""Names that Windows keeps for devices: a clone there cannot hold such files, and no copy of the site such folders."""

_NAMED = rf"(?!(?:{OVERVIEW}|{RESERVED})\.)({SLUG})\.yml"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file holds.

    Attributes:
        name: name of its JSON Schema, as in ``docs/schema/<name>.json``.
        model: class of its record or, in a list, of each entry.
        listed: whether the file is a list of entries.
        stem: the field that the file's name tells; None where it tells none.
        pattern: the paths of such files.
        beside: fields of the record that have a file of their own beside it, `<key>.<field>.csv`.
    """

    name: str
    model: type[Record]
    listed: bool
    stem: str | None
    pattern: re.Pattern[str]
    beside: tuple[str, ...] = ()

    @property
    def not_inside(self) -> frozenset[str]:
        """The fields of the record that are not in its file."""
        return frozenset({*self.beside, *([self.stem] if self.stem else [])})


PAPER = Kind("paper", Paper, False, "key", re.compile(rf"papers/[0-9]{{4}}/({KEY})\.yml", re.ASCII), ("results",))  # noqa: FBT003 - a table
FRAMEWORK = Kind("framework", Framework, False, "id", re.compile(rf"taxonomy/frameworks/{_NAMED}"))  # noqa: FBT003
BRANCH = Kind("category", Category, False, None, re.compile(rf"taxonomy/(?:{'|'.join(BRANCHES)})\.yml"))  # noqa: FBT003
VENUES = Kind("venues", Venue, True, None, re.compile(r"taxonomy/venues\.yml"))  # noqa: FBT003
VOCABULARY = Kind("vocabulary", Vocabulary, False, None, re.compile(r"taxonomy/vocabulary\.yml"))  # noqa: FBT003
MODEL = Kind("model", PretrainedModel, False, "id", re.compile(rf"taxonomy/models/{_NAMED}"))  # noqa: FBT003
HARDWARE = Kind("hardware", Accelerator, True, None, re.compile(r"taxonomy/hardware\.yml"))  # noqa: FBT003
READING_LIST = Kind("reading-list", ReadingList, False, "id", re.compile(rf"taxonomy/reading-lists/{_NAMED}"))  # noqa: FBT003
PUBLIC_LIST = Kind("public-list", PublicList, False, "id", re.compile(rf"taxonomy/lists/{_NAMED}"))  # noqa: FBT003
FORMULA = Kind("formula", Formula, False, "id", re.compile(rf"taxonomy/formulas/{_NAMED}"))  # noqa: FBT003
MEASUREMENT = Kind(
    "measurement",
    Measurement,
    False,  # noqa: FBT003
    "id",
    re.compile(rf"taxonomy/measurements/{_NAMED}"),
    ("results",),
)
RESULTS = Kind(
    "results",
    Result,
    True,  # noqa: FBT003
    None,
    re.compile(rf"(?:papers/[0-9]{{4}}/{KEY}|taxonomy/measurements/{SLUG})\.results\.csv", re.ASCII),
)
REFERENCES = Kind(
    "references",
    ReferenceList,
    False,  # noqa: FBT003
    "key",
    re.compile(rf"papers/[0-9]{{4}}/({KEY})\.references\.jsonl", re.ASCII),
)
LEFT_OUT = Kind("left-out", LeftOut, True, None, re.compile(re.escape(LEFT_OUT_PATH)))  # noqa: FBT003
INCOMING = Kind("incoming", Incoming, True, None, re.compile(re.escape(INCOMING_PATH)))  # noqa: FBT003
CITED = Kind("cited", CitationCount, True, None, re.compile(re.escape(CITED_PATH)))  # noqa: FBT003
CANDIDATE = Kind("candidate", Candidate, False, None, re.compile("(?!)"))  # noqa: FBT003 - no file of a checkout
KINDS = (
    PAPER,
    RESULTS,
    REFERENCES,
    LEFT_OUT,
    INCOMING,
    CITED,
    FRAMEWORK,
    BRANCH,
    VENUES,
    VOCABULARY,
    MODEL,
    HARDWARE,
    READING_LIST,
    PUBLIC_LIST,
    FORMULA,
    MEASUREMENT,
)

LINES = (LEFT_OUT, INCOMING, CITED)
"""Kinds that have a record a line: papers that were left out or wait, and counts of citations."""

LONG = (BRANCH, PUBLIC_LIST, HARDWARE, RESULTS)
"""Kinds of long files: trees of categories, lists that name a thousand papers, all accelerators, tables of figures."""

LONG_BYTES = 512 * 1024
"""Largest of them; other records are far smaller."""


def kind_of(path: str) -> Kind | None:
    """Return what the file at a ``path`` of the checkout holds; None where no record belongs."""
    return next((kind for kind in KINDS if kind.pattern.fullmatch(path)), None)


def files_below(root: Path, folders: Iterable[str] = FOLDERS) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield every file below the folders of records by its path, in order, and links to folders, not followed."""
    for folder in folders:
        try:
            with os.scandir(root / folder) as found:
                inside = sorted(found, key=attrgetter("name"))
        except PermissionError:  # what is in it would be missed
            raise
        except OSError:  # one that is gone by now has no records
            continue
        below = []
        for file in inside:
            if file.is_dir(follow_symlinks=False):
                below.append(f"{folder}/{file.name}")
            else:
                yield f"{folder}/{file.name}", file
        yield from files_below(root, below)


def schema_of(path: str, kind: Kind) -> str:
    """Return the way from a record's file to its JSON Schema, for the editor line on top."""
    return "../" * path.count("/") + f"{SCHEMAS}/{kind.name}.json"


def move_all(root: Path, folder: str, right: str) -> str:
    """Say how to move the records of a folder to the right one."""
    move = f"git mv {quote(folder)}/*.* {right}/"
    if (root / right).exists():
        return f"move them: {move}"
    if right.startswith(f"{folder}/"):
        return f"move them: mkdir {right} && {move}"
    return f"rename the folder: git mv {quote(folder)} {right}"


def table_path(paper: str, field: str) -> str:
    """Return the path of the table beside the record of a paper that holds one of its fields."""
    return f"{paper.removesuffix('.yml')}.{field}.csv"


def references_path(paper: str) -> str:
    """Return the path of the reference list beside the record of a paper."""
    return f"{paper.removesuffix('.yml')}.references.jsonl"


def record_path(beside: str) -> str:
    """Return the path of the record that a table or a reference list is beside."""
    return f"{beside.rsplit('.', 2)[0]}.yml"


def stem_of(path: str) -> str:
    """Return what the name of a file tells: the key or id before the first dot."""
    return path.rpartition("/")[2].partition(".")[0]


def paper_path(key: str) -> str:
    """Return the path of a paper's record: the folder is the four digits of its key."""
    digits = re.search(r"[0-9]{4}", key)
    return f"papers/{digits[0] if digits else '0000'}/{key}.yml"
