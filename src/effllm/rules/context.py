"""What the rules look things up in: every list of the checkout as a dictionary, made once; and how a rule is run."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from effllm.checks import Check, Finding
from effllm.lookup.paper_index import PaperIndex, key_in
from effllm.lookup.venue_index import VenueIndex
from effllm.names import person_key
from effllm.store.file_rules import NOT_CANONICAL
from effllm.store.layout import kind_of, paper_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from effllm.checks import Rule
    from effllm.problems import Problem
    from effllm.records import Category, Paper, Venue, Vocabulary
    from effllm.records.base import Record
    from effllm.store.checkout import Checkout, Entry
    from effllm.store.document import Loc

    Findings: TypeAlias = Iterator[Finding[Loc]]
    EntryFindings: TypeAlias = Iterator[tuple[Entry, Finding[Loc]]]
    RecordCheck: TypeAlias = Check[["Context"], tuple[Entry, Finding[Loc]]]

R = TypeVar("R", bound="Record")

FEW = 3
"""How many mistakes of one kind are told one by one; more have one cause, which is told once."""


class Context:
    """The records of a checkout by their names.

    A list whose file could not be read whole is empty here: nothing is unknown because of somebody else's mistake.
    """

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.today = datetime.now(tz=UTC).date()
        self._broken = {p.path for p in checkout.problems if p.code != NOT_CANONICAL.code}

    def entries(self, kind: str) -> list[Entry]:
        """Return the records of a kind, in order of their files."""
        return self.checkout.entries[kind]

    def _is_whole(self, kind: str) -> bool:
        """Tell whether every file of a kind could be read and none is missing."""
        return not any((found := kind_of(path)) and found.name == kind for path in self._broken)

    @cached_property
    def papers(self) -> dict[str, Entry]:
        """Papers that could be read, by key; where a key stands twice, the one in the right folder."""
        found: dict[str, Entry] = {}
        for entry in self.entries("paper"):
            key = entry.record.key
            if key not in found or entry.document.path == paper_path(key):
                found[key] = entry
        return found

    @property
    def keys(self) -> set[str]:
        """Keys of all papers, also of those that could not be read."""
        return self.checkout.stems["paper"]

    def has_paper(self, key: str) -> bool:
        """Tell whether a paper has this key, or one had or may have: that it is not read is told elsewhere."""
        unread = {key, paper_path(key).rpartition("/")[0], "papers"} & self.checkout.elsewhere
        folder = paper_path(key).rpartition("/")[0]
        return key in self.keys or bool(unread) or key in self.lost or folder in self.lost.values()

    @cached_property
    def paper_index(self) -> PaperIndex:
        """The papers that could be read, by all that tells one from another."""
        return PaperIndex(entry.record for entry in self.papers.values())

    def paper_meant(self, text: str) -> str:
        """Return the key of the one paper that an id, an address, a title or a name means; empty where none is."""
        if (key := key_in(text)) in self.keys:
            return key
        found = self.paper_index.find_all(text)
        return found[0].key if len(found) == 1 else ""

    @cached_property
    def unknown_citations(self) -> dict[str, list[tuple[Entry, int]]]:
        """Cited keys that no paper has -> the records that cite them, with the number of the item."""
        found: dict[str, list[tuple[Entry, int]]] = {}
        known = self.keys | self.former_keys.keys() | self.checkout.elsewhere
        for entry in self.entries("paper"):
            for number, key in enumerate(entry.record.cites):
                if key and key not in known and paper_path(key).rpartition("/")[0] not in known:
                    found.setdefault(key, []).append((entry, number))
        return found

    @cached_property
    def lost(self) -> dict[str, str]:
        """Keys that so many name that their record must be gone -> what is gone: the key, or the folder of its year."""
        there = {paper_path(key).rpartition("/")[0] for key in self.keys}
        folders = {key: paper_path(key).rpartition("/")[0] for key in self.unknown_citations}
        cited = Counter(folder for folder in folders.values() if folder not in there)
        gone = {key: folder for key, folder in folders.items() if cited[folder] > FEW}
        return {key: key for key, places in self.unknown_citations.items() if len(places) > FEW} | gone

    @cached_property
    def former_keys(self) -> dict[str, str]:
        """Former key -> the key that took its place."""
        papers: list[Paper] = [entry.record for entry in self.entries("paper")]
        return {former: paper.key for paper in papers for former in paper.former_keys}

    @cached_property
    def people(self) -> dict[str, list[tuple[Entry, int]]]:
        """The key of each author's name -> the papers, each with the place in its list of authors."""
        found: dict[str, list[tuple[Entry, int]]] = {}
        for entry in self.entries("paper"):
            for number, author in enumerate(entry.record.authors):
                found.setdefault(person_key(author), []).append((entry, number))
        return found

    @cached_property
    def venues(self) -> dict[str, Venue]:
        """Venues by id."""
        if not self._is_whole("venues"):
            return {}
        return {entry.record.id: entry.record for entry in self.entries("venues")}

    @cached_property
    def venue_index(self) -> VenueIndex:
        """The same venues by all of their names."""
        return VenueIndex(self.venues.values())

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Every category of the tree by id; empty where a branch could not be read."""
        if not self._is_whole("category"):
            return {}
        return {category.id: category for _, category, _ in self.tree()}

    @cached_property
    def category_aliases(self) -> dict[str, str]:
        """Alias of a category -> its id."""
        return {alias: category.id for category in self.categories.values() for alias in category.aliases}

    @cached_property
    def category_parents(self) -> dict[str, str]:
        """Id of a category -> that of the category above it; branches have none."""
        return {child.id: category.id for category in self.categories.values() for child in category.children}

    def tree(self) -> Iterator[tuple[Entry, Category, Loc]]:
        """Yield every category with its file and its place there, parents before children."""
        for entry in self.entries("category"):
            waiting: list[tuple[Category, Loc]] = [(entry.record, ())]
            while waiting:
                category, loc = waiting.pop()
                yield entry, category, loc
                below = [(child, (*loc, "children", n)) for n, child in enumerate(category.children)]
                waiting.extend(reversed(below))

    @cached_property
    def vocabulary(self) -> Vocabulary | None:
        """The controlled words; None where they could not be read."""
        entries = self.entries("vocabulary")
        return entries[0].record if entries and self._is_whole("vocabulary") else None

    def problems(self, check: RecordCheck) -> Iterator[Problem]:
        """Yield what breaks a rule, at its line and column; what could not be read is reported elsewhere."""
        for entry, found in check.find(self):
            if entry.is_read(found.at):
                yield entry.problem(check.rule, found.at, found.message, found.hint, key=found.key, fix=found.fix)


def each(
    kind: str, rule: Rule, *, needs: tuple[str, ...] = ()
) -> Callable[[Callable[[R, Context], Findings]], RecordCheck]:
    """Make a check of a function that looks at one record at a time; `effllm.checks.check` looks at all together.

    Args:
        kind: kind of the records, a name of `effllm.store.layout.KINDS`.
        rule: what the function checks.
        needs: fields that have to be read, for the rule misses or compares them: an empty one may be one that could
            not be read. All other rules pass over empty values.
    """

    def decorate(find: Callable[[R, Context], Findings]) -> RecordCheck:
        def all_of_kind(context: Context) -> EntryFindings:
            for entry in context.entries(kind):
                if entry.has_read(needs):
                    for finding in find(entry.record, context):
                        yield entry, finding

        return Check(rule, all_of_kind)

    return decorate
