"""The files of a snapshot: which service it is of, and of which day."""

from __future__ import annotations

import contextlib
import gzip
import re
import zlib
from codecs import getincrementaldecoder
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LONGEST = 16 * 2**20
"""Largest line that is read, in bytes: works of thousands of authors have a few million."""

FIELD_BREAK = "\x01"
"""A character that no line of JSON has; the reader of lines takes it for the end of a column."""

_PART = 2**18
_GZIP = zlib.MAX_WBITS | 16
_DAY = re.compile(r"updated_date=([0-9]{4}-[0-9]{2}-[0-9]{2})")  # updated_date=2026-11-01


class NoSnapshot(ValueError):  # noqa: N818 - what it is
    """A folder does not hold a snapshot in one of the forms that are known; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class SnapshotFolder:
    """The files of a snapshot.

    Attributes:
        service: whose it is.
        date: day of the snapshot, that of its newest files unless told otherwise.
        root: the folder.
        works: files of works, a line or row each.
        citations: files of pairs of works; none where works name what they cite.
    """

    service: Literal["openalex", "semantic-scholar"]
    date: str
    root: Path
    works: tuple[Path, ...]
    citations: tuple[Path, ...] = ()

    def source(self, work: str) -> str:
        """Return a work of it as records write sources."""
        if self.service == "openalex":
            return f"openalex:{work}@{self.date}"
        return f"https://api.semanticscholar.org/{work}"


def find(root: Path, date: str = "") -> SnapshotFolder:
    """Return the snapshot in a folder.

    Args:
        root: the folder that was downloaded: of OpenAlex the one with ``data``, of Semantic Scholar the one with
            ``papers`` and ``citations``.
        date: day of the snapshot; without it the files tell.

    Raises:
        NoSnapshot: the folder has neither form.
    """
    works = _data_files(root / "data" / "works")
    if works:
        return SnapshotFolder("openalex", date or _newest(works), root, works)
    papers, citations = _data_files(root / "papers"), _data_files(root / "citations")
    if papers and citations:
        return SnapshotFolder("semantic-scholar", date or _newest([*papers, *citations]), root, papers, citations)
    if papers or citations:
        has, lacks = ("papers", "citations") if papers else ("citations", "papers")
        raise NoSnapshot(f"{root}: it has {has}, but no {lacks}; both sets are needed")
    raise NoSnapshot(
        f"{root}: no data/works/updated_date=*/part_*.gz, as in OpenAlex's snapshot, and no papers/*.gz with "
        "citations/*.gz, as in Semantic Scholar's"
    )


def _data_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of lines below a folder; where there are none, those of rows (Parquet)."""
    lines = sorted([*folder.glob("**/*.gz"), *folder.glob("**/*.jsonl")])
    return tuple(lines or sorted(folder.glob("**/*.parquet")))


def _newest(files: Sequence[Path]) -> str:
    days = [match[1] for file in files if (match := _DAY.search(str(file)))]
    return max(days) if days else f"{datetime.fromtimestamp(max(f.stat().st_mtime for f in files), tz=UTC):%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that cannot be read as it is: what is wrong, and where what can be read of it is; None for nothing."""

    file: Path
    problem: str
    instead: Path | None


def mended(files: Sequence[Path], folder: Path, *, threads: int) -> tuple[list[Path], list[Damage]]:
    """Return files that can be read to their end, and which of them stand in for damaged ones.

    Every file is read once for it: a download that broke off shows only at its end.

    Args:
        files: files of a snapshot.
        folder: where copies of what can be read of damaged ones are written.
        threads: how many are read at the same time.
    """
    with ThreadPoolExecutor(threads) as pool:
        problems = list(pool.map(_problem, files))
    damage: list[Damage] = []
    for number, (file, problem) in enumerate(zip(files, problems, strict=True)):
        if problem and file.suffix == ".parquet":
            damage.append(Damage(file, problem, None))
        elif problem:
            folder.mkdir(parents=True, exist_ok=True)
            damage.append(Damage(file, problem, _copy(file, folder / f"{number}.gz")))
    lost = {one.file: one.instead for one in damage}
    return [found for file in files if (found := lost.get(file, file))], damage


def _problem(file: Path) -> str:
    """Say what is wrong with a file; empty where nothing is."""
    if file.suffix == ".parquet":
        return "" if _is_parquet(file) else "not a whole Parquet file"
    try:
        return _wrong_line(file)
    except UnicodeDecodeError:
        return "not UTF-8"
    except EOFError:
        return "it ends too early"
    except zlib.error:
        return "not a whole gzip file"


def _wrong_line(file: Path) -> str:
    """Say what no line of a file may have, if one has it."""
    decoder, length = getincrementaldecoder("utf-8")(), 0
    for part in _parts(file):
        decoder.decode(part)
        first, *lines = part.split(b"\n")
        if max(length + len(first), *map(len, lines), 0) > LONGEST:
            return f"a line of more than {LONGEST:,} bytes"
        length = len(lines[-1]) if lines else length + len(first)
        if FIELD_BREAK.encode() in part:
            return "a control character U+0001"
    decoder.decode(b"", final=True)
    return ""


def _is_parquet(file: Path) -> bool:
    mark = b"PAR1"
    with file.open("rb") as found:
        start = found.read(len(mark))
        found.seek(-min(len(mark), file.stat().st_size), 2)
        return start == found.read() == mark


def _parts(file: Path) -> Iterator[bytes]:
    """Yield what a file holds, unpacked.

    Raises:
        EOFError: it is cut off; what is before the cut was yielded.
        zlib.error: it is no gzip file, or not from some place on.
    """
    with file.open("rb") as found:
        if file.suffix != ".gz":
            while part := found.read(_PART):
                yield part
            return
        unpacker = zlib.decompressobj(_GZIP)
        while packed := found.read(_PART):
            while packed:
                yield unpacker.decompress(packed, _PART)
                packed = unpacker.unconsumed_tail
                if unpacker.eof:  # another member may follow
                    packed, rest = unpacker.unused_data, unpacker
                    unpacker = zlib.decompressobj(_GZIP) if packed else rest
        while not unpacker.eof and (part := unpacker.decompress(unpacker.unconsumed_tail, _PART)):
            yield part
        if not unpacker.eof:
            raise EOFError


def _copy(file: Path, target: Path) -> Path:
    """Write what can be read of a damaged file: every line, with a sign in the place of what is no character.

    Of a line that is too long only the start is kept, which is no valid line, so it is counted.
    """
    decoder, kept = getincrementaldecoder("utf-8")(errors="replace"), 0
    with gzip.open(target, "wt", encoding="utf-8", newline="\n", compresslevel=1) as out:
        with contextlib.suppress(EOFError, zlib.error):
            for part in _parts(file):
                for at, line in enumerate(decoder.decode(part).replace(FIELD_BREAK, "\x02").split("\n")):
                    if at:
                        out.write("\n")
                        kept = 0
                    room = line[: max(0, LONGEST // 8 - kept)]
                    out.write(room)
                    kept += len(room)
        out.write("\n")
    return target
