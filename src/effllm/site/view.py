"""What many pages need of a knowledge base, worked out once."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.bibliography import to_bibtex
from effllm.kb.papers import appeared, last_added
from effllm.records.framework import FRESH_DAYS, GROUPS
from effllm.site.building.output_folder import digest
from effllm.site.charts.column_chart import STEP, TOP, bars
from effllm.site.pages.authors import people
from effllm.store.layout import OVERVIEW
from effllm.store.upkeep import NOTHING_KEPT, Upkeep
from effllm.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from effllm.kb import KnowledgeBase, Node
    from effllm.records import Cell, Paper
    from effllm.site.pages.authors import Person
    from effllm.store.days import Day

LISTED = 1000
"""How many papers one page lists; with more it would load slowly."""

RELATED = 6
"""How many related papers a page shows."""

REASONS = 2
"""How many reasons it gives for each, of up to four."""


class Related(NamedTuple):
    """A related paper and why it is one."""

    paper: Paper
    reason: str


def day_of(kb: KnowledgeBase) -> date:
    """Return the day on which pages look at the data: that of its commit, so that it is built the same on any day.

    Outside of a commit it is today; ``SOURCE_DATE_EPOCH`` sets it.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    day = kb.snapshot.date
    return date.fromisoformat(day) if day else datetime.now(UTC).date()


class View:
    """A knowledge base as pages look at it on a day. Making one is linear in its papers and citations."""

    def __init__(  # noqa: PLR0913 - what pages are made from
        self,
        kb: KnowledgeBase,
        *,
        changelog: bool = False,
        address: str = "",
        kept: Mapping[str, str] = MappingProxyType({}),
        days: Sequence[Day] = (),
        upkeep: Upkeep = NOTHING_KEPT,
    ) -> None:
        """Look at a knowledge base on the day of its commit.

        Args:
            kb: the knowledge base.
            changelog: whether the site has the changelog of the program.
            address: the public address of the site; empty where it has none.
            kept: what `keep` held when the site was last built with the same program.
            days: when which records came, changed and went, the newest day first; empty where no history is there.
            upkeep: what is kept beside the records.
        """
        self._kept = kept
        self.keep: dict[str, str] = {}
        self.kb = kb
        self.address = address
        self.changelog = changelog
        self.today = day_of(kb)
        self.days = days
        self.upkeep = upkeep
        self.newest: tuple[Paper, ...] = tuple(
            sorted(kb.papers.values(), key=lambda paper: (appeared(paper), paper.key), reverse=True)
        )

    @cached_property
    def added(self) -> tuple[Paper, ...]:
        """All papers by the day on which they came in, the last first; of one day in the order of `newest`."""
        return tuple(last_added(self.newest))

    @cached_property
    def cites(self) -> dict[str, list[Paper]]:
        """The papers that each paper cites, in the order of its record."""
        known = self.kb.papers
        return {paper.key: [found for key in paper.cites if (found := known.get(key))] for paper in self.newest}

    @cached_property
    def cited_by(self) -> dict[str, list[Paper]]:
        """The papers that cite each paper, newest first."""
        citing: dict[str, list[Paper]] = defaultdict(list)
        for paper in self.newest:
            for key in paper.cites:
                citing[key].append(paper)
        return citing

    @cached_property
    def by_venue(self) -> dict[str, list[Paper]]:
        """The papers of each venue that has any, newest first."""
        venues: dict[str, list[Paper]] = defaultdict(list)
        for paper in self.newest:
            venues[paper.venue].append(paper)
        return dict(venues)

    @cached_property
    def slugs(self) -> dict[str, str]:
        """What the page of each venue is called: its id in small letters, with a number where two would be the same."""
        slugs: dict[str, str] = {}
        for venue in self.kb.venues:
            slug = "-".join(fold(venue).split())
            slug = "venue" if slug in {"", OVERVIEW} else slug  # the overview of all venues has that page
            alike = sum(other == slug or other.startswith(f"{slug}--") for other in slugs.values())
            slugs[venue] = f"{slug}--{alike + 1}" if alike else slug
        return slugs

    def venue_page(self, venue: str, year: int) -> str:
        """Return where the papers of a venue's year are, from the site's root; a very long page lacks some."""
        fragment = f"#y{year}" if len(self.by_venue[venue]) <= LISTED else ""
        return f"venues/{self.slugs[venue]}/{fragment}"

    @cached_property
    def people(self) -> dict[str, Person]:
        """The people with several papers, by each spelling of their names."""
        return people(self.newest)

    @cached_property
    def bibtex(self) -> dict[str, str]:
        """The BibTeX entry of each paper, in the order of the knowledge base."""
        papers = self.kb.papers.values()
        return {paper.key: self.once("bibtex", paper, lambda one: to_bibtex([one], self.kb.venues)) for paper in papers}

    @cached_property
    def read(self) -> int:
        """How many papers have had their reference list read, at least in part."""
        return sum(paper.references != "none" for paper in self.newest)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """A digest of each paper's record."""
        return {paper.key: digest(paper.model_dump_json()) for paper in self.newest}

    def once(self, what: str, paper: Paper, make: Callable[[Paper], str]) -> str:
        """Return a text that depends on a paper's record, the taxonomy and the venues; that of the last build if so."""
        name = f"{what} {self.fingerprints[paper.key]} {self.shared_by_papers}"
        text = self.keep[name] = self._kept[name] if name in self._kept else make(paper)
        return text

    @cached_property
    def lines_of(self) -> dict[str, str]:
        """A digest of what other pages show of each paper: its record, and how often it is cited here."""
        return {key: f"{digest} {len(self.cited_by.get(key, ()))}" for key, digest in self.fingerprints.items()}

    @cached_property
    def shared_by_papers(self) -> str:
        """A digest of what pages show besides papers: the names of categories, venues, vocabulary."""
        nodes = self.kb.taxonomy.values()
        tree = [
            (node.id, node.aliases, node.name, node.around, node.parent.id if node.parent else "") for node in nodes
        ]
        return digest(tree, self._venues_and_words)

    @cached_property
    def _venues_and_words(self) -> str:
        return digest(
            [venue.model_dump_json() for venue in self.kb.venues.values()], self.kb.vocabulary.model_dump_json()
        )

    @cached_property
    def around_papers(self) -> str:
        """A digest of all records that are not papers, the day, and the years of the papers."""
        corpus = self.kb.corpus
        others = (
            corpus.branches,
            corpus.frameworks,
            corpus.models,
            corpus.hardware,
            corpus.reading_lists,
            corpus.lists,
            corpus.measurements,
        )
        records = [record.model_dump_json() for kind in others for record in kind]
        return digest(records, self._venues_and_words, self.today.isoformat(), str(self.years))

    @cached_property
    def years(self) -> range:
        """The years of all papers, the same axis for every chart."""
        years = {paper.year for paper in self.newest} or {0}
        return range(min(years), max(years) + 1)

    @cached_property
    def _related(self) -> dict[str, list[Related]]:
        return {
            key: [Related(self.kb.papers[near.key], "; ".join(near.reasons)) for near in found]
            for key, found in self.kb.relations.all(RELATED, REASONS)
        }

    @cached_property
    def capabilities(self) -> dict[str, dict[tuple[str, str], str]]:
        """The names of what each framework has, by its id, then by group and word."""
        words = [(group, word) for group in GROUPS for word in self.kb.vocabulary.group(group).values()]
        return {
            framework.id: {
                (group, word.id): word.name for group, word in words if framework.cell(group, word.id).value == "yes"
            }
            for framework in self.kb.frameworks.values()
        }

    def paper(self, key: str | None) -> Paper | None:
        """Return the paper that a framework or a model names, if it is a record here."""
        return self.kb.papers.get(key or "")

    @cached_property
    def field(self) -> tuple[Paper, ...]:
        """The papers of the field, newest first, without those around it."""
        return self.of_field(self.newest)

    def of_field(self, papers: Iterable[Paper]) -> tuple[Paper, ...]:
        """Return the papers of the field in the same order; those around it are left out."""
        return tuple(paper for paper in papers if not self.kb.taxonomy.is_around(paper))

    def under(self, node: Node) -> list[Paper]:
        """Return the papers in a category or below it, newest first."""
        return [self.newest[place] for place in sorted(self._places[key] for key in node.paper_keys)]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {paper.key: place for place, paper in enumerate(self.newest)}

    @cached_property
    def fresh_since(self) -> str:
        """The first day from which on a cell counts as confirmed."""
        return (self.today - timedelta(days=FRESH_DAYS)).isoformat()

    def stale(self, cell: Cell) -> bool:
        """Whether a cell that says something may not have been confirmed lately."""
        return cell.value != "unknown" and not cell.is_fresh(self.fresh_since)

    def is_old(self, as_of: str) -> bool:
        """Whether the date of a state is too long ago; a month or year counts as its first day."""
        return f"{as_of}-01-01"[:10] < self.fresh_since

    def categories(self, paper: Paper) -> list[Node]:
        """Return the categories of a paper, the primary one first."""
        return [self.kb.taxonomy[category] for category in paper.categories]

    @cached_property
    def territory(self) -> dict[str, frozenset[str]]:
        """The categories of each paper with everything above them: the more two papers share, the nearer they are."""
        above = {node.id: frozenset(step.id for step in node.path) for node in self.kb.taxonomy.values()}
        return {paper.key: frozenset().union(*map(above.__getitem__, paper.categories)) for paper in self.newest}

    def related(self, paper: Paper) -> list[Related]:
        """Return the papers nearest to it and why; see `effllm.graph.Relations`. All are worked out together."""
        return self._related[paper.key]


def by_year(papers: Iterable[Paper]) -> dict[int, list[Paper]]:
    """Return papers by the year of their venue, newest year first, in the order given within a year."""
    years: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers:
        years[paper.year].append(paper)
    return dict(sorted(years.items(), reverse=True))


def read_in(sources: Mapping[str, str | tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sources of a record field by field."""
    return [(field, (given,) if isinstance(given, str) else given) for field, given in sources.items()]


def timeline(papers: Sequence[Paper], years: range) -> dict[str, Any]:
    """Return what a page of papers by year shows: the chart, and the first `LISTED` of them by year."""
    return {
        "groups": by_year(papers[:LISTED]),
        "listed": LISTED,
        "bars": bars(papers, years),
        "step": STEP,
        "top": TOP,
    }
