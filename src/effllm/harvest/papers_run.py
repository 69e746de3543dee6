"""A harvest of papers: every listing page by page, kept on the way, until all were read or would not answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from effllm.harvest.kept_pages import KeptPages
from effllm.sources.client import NoAnswer
from effllm.sources.listings import Expired

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from effllm.harvest.found_paper import FoundPaper
    from effllm.harvest.paper_listings import FoundPage, Listing

MOST_PAGES = 2_000
"""Pages after which a listing is taken to have no end."""


@dataclass
class Harvested:
    """What a listing gave.

    Attributes:
        name: the listing.
        found: its papers.
        pages: how many pages were read, in this run and before.
        bad: how many entries on them can be no papers.
        failed: why not all of it was read; empty where it was.
    """

    name: str
    found: list[FoundPaper] = field(default_factory=list)
    pages: int = 0
    bad: int = 0
    failed: str = ""

    def take(self, page: FoundPage) -> None:
        """Take a page in."""
        self.found += page.found
        self.pages += 1
        self.bad += page.bad


def read_listing(listing: Listing, folder: Path, doing: Callable[[str], None]) -> Harvested:
    """Return what a listing gives, as far as it answers; what it gave is kept in the folder, and not asked for again.

    Args:
        listing: what is read.
        folder: where pages are kept until `forget`.
        doing: told what is waited for.
    """
    done, kept = Harvested(listing.name), KeptPages(folder, listing)
    at, asked = "", {""}
    for page in kept.read():
        listing.recall(page)
        done.take(page)
        at = page.after
        asked.add(at)
    while at or not done.pages:
        doing(f"{listing.name}, page {done.pages + 1:,}")
        try:
            page = listing.page(at)
        except Expired as error:  # begin again; it gives its pages anew
            done.failed = f"{error}, so it begins anew next time" if at else str(error)
            kept.forget()
            break
        except NoAnswer as error:
            done.failed = str(error)
            break
        if page.after in asked and page.after:
            done.failed = "its pages lead back to one that was read"
        elif done.pages >= MOST_PAGES:
            done.failed = f"it has more than {MOST_PAGES:,} pages"
        if done.failed:
            kept.forget()
            break
        kept.add(page)
        done.take(page)
        at = page.after
        asked.add(at)
    return done


def forget(listing: Listing, folder: Path) -> None:
    """Forget the pages of a listing that was read to its end."""
    KeptPages(folder, listing).forget()
