"""The pages of a listing that were read, kept until the harvest is done: a run that was killed goes on behind them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from effllm.harvest.found_paper import FoundPaper
from effllm.harvest.paper_listings import FoundPage
from effllm.store.cache import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from effllm.harvest.paper_listings import Listing


class KeptPages:
    """The pages of one listing, a line of JSON each in one file; a line that was not finished is no page."""

    def __init__(self, folder: Path, listing: Listing) -> None:
        self.file = folder / f"{listing.name}-{digest_of(listing.key.encode())[:16]}.jsonl"

    def read(self) -> Iterator[FoundPage]:
        """Yield the pages that are kept, and cut off what follows the last whole one."""
        whole = 0
        try:
            with self.file.open("rb") as lines:
                for line in lines:
                    page = _page(line)
                    if page is None:
                        break
                    whole += len(line)
                    yield page
                size = lines.seek(0, os.SEEK_END)
        except FileNotFoundError:
            return
        if whole < size:
            os.truncate(self.file, whole)

    def add(self, page: FoundPage) -> None:
        """Keep one more page; it is on the disk when this returns."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        values = {**page._asdict(), "found": [one.to_values() for one in page.found]}
        with self.file.open("ab") as file:
            file.write(json.dumps(values, ensure_ascii=True).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def forget(self) -> None:
        """Keep nothing any more."""
        self.file.unlink(missing_ok=True)


def _page(line: bytes) -> FoundPage | None:
    try:
        values = json.loads(line) if line.endswith(b"\n") else {}
        found = [FoundPaper.of_values(one) for one in values["found"]]
        return FoundPage(found, values["after"], values["bad"], values["works"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
