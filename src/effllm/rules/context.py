"""What the rules look things up in: every list of the checkout as a dictionary, made once; and how a rule is run."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from effllm.checks import Check, Finding
from effllm.lookup.paper_index import PaperIndex, key_in
from effllm.lookup.venue_index import VenueIndex
from effllm.names import person_key
from effllm.rules.kept_findings import KeptFindings
from effllm.store.file_rules import NOT_CANONICAL
from effllm.store.layout import kind_of, paper_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from effllm.checks import Rule
    from effllm.problems import Problem
    from effllm.records import Category, Paper, ReferenceList, Venue, Vocabulary
    from effllm.records.base import Record
    from effllm.store.checkout import Checkout
    from effllm.store.document import Loc
    from effllm.store.entry import Entry

    Findings: TypeAlias = Iterator[Finding[Loc]]
    EntryFindings: TypeAlias = Iterator[tuple[Entry, Finding[Loc]]]
    RecordCheck: TypeAlias = Check[["Context"], tuple[Entry, Finding[Loc]]]

R = TypeVar("R", bound="Record")

FEW = 3
"""How many mistakes of one kind are reported one by one; more have one cause, which is reported once."""


class Context:
    """The records of a checkout by their names.

    A list whose file could not be read whole is empty here: nothing is unknown because of somebody else's mistake.
    """

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.today = datetime.now(tz=UTC).date()
        self.sources_of: tuple[Record | None, list[tuple[Loc, str]]] = None, []  # the record that the rules look at now
        self.kept = KeptFindings(checkout, self.day)
        self._unclean: dict[str, list[Entry]] = {}
        self._broken = {p.path for p in checkout.problems if p.code != NOT_CANONICAL.code}

    def entries(self, kind: str) -> list[Entry]:
        """Return the records of a kind, in order of their files."""
        return self.checkout.entries[kind]

    def unclean(self, kind: str) -> list[Entry]:
        """Return the records of a kind in which rules about one record alone may find something."""
        if kind not in self._unclean:
            self._unclean[kind] = [e for e in self.entries(kind) if not self.checkout.is_clean(e, self.day)]
        return self._unclean[kind]

    @property
    def day(self) -> str:
        """Today, as ``2026-11-30``."""
        return self.today.isoformat()

    def _is_whole(self, kind: str) -> bool:
        """Tell whether every file of a kind could be read and none is missing."""
        return not any((found := kind_of(path)) and found.name == kind for path in self._broken)

    @cached_property
    def papers(self) -> dict[str, Entry]:
        """Papers that could be read, by key; where a key is repeated, the one in the right folder."""
        found: dict[str, Entry] = {}
        for entry in self.entries("paper"):
            if entry.key not in found or entry.document.path == paper_path(entry.key):
                found[entry.key] = entry
        return found

    @property
    def keys(self) -> set[str]:
        """Keys of all papers, also of those that could not be read."""
        return self.checkout.stems["paper"]

    def has_paper(self, key: str) -> bool:
        """Tell whether a paper has this key, or one had or may have: that it is not read is reported elsewhere."""
        if key in self.keys:
            return True
        unread = {key, paper_path(key).rpartition("/")[0], "papers"} & self.checkout.elsewhere
        folder = paper_path(key).rpartition("/")[0]
        return bool(unread) or key in self.lost or folder in self.lost.values()

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
            for number, key in enumerate(entry.fact(cites)):
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
        return {former: entry.key for entry in self.entries("paper") for former in entry.fact(former_keys)}

    @property
    def key_of(self) -> dict[str, str]:
        """Each key that a paper has or had -> the one that it has."""
        return {**self.former_keys, **{key: key for key in self.keys}}

    @cached_property
    def people(self) -> dict[str, list[tuple[Entry, int]]]:
        """The key of each author's name -> the papers, each with the place in its list of authors."""
        found: dict[str, list[tuple[Entry, int]]] = {}
        for entry in self.entries("paper"):
            for number, person in enumerate(entry.fact(people)):
                found.setdefault(person, []).append((entry, number))
        return found

    @cached_property
    def venues(self) -> dict[str, Venue]:
        """Venues by id."""
        if not self._is_whole("venues"):
            return {}
        return {entry.record.id: entry.record for entry in self.entries("venues")}

    @cached_property
    def preprints(self) -> set[str]:
        """Ids of the venues that hold preprints."""
        return {venue.id for venue in self.venues.values() if venue.kind == "preprint"}

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

    def problems(self, checks: Iterable[RecordCheck]) -> Iterator[Problem]:
        """Yield what breaks these rules, at its line and column; what could not be read is reported elsewhere."""
        of_kind: defaultdict[str, list[OneRecordCheck]] = defaultdict(list)
        for check in checks:
            if isinstance(check, OneRecordCheck):
                for kind in check.kinds:
                    of_kind[kind].append(check)
            else:
                found = self.kept.found(check, lambda check=check: list(check.find(self)))  # type: ignore[misc]
                yield from (_problem(check.rule, *one) for one in found if one[0].is_read(one[1].at))
        for kind, looks in of_kind.items():  # one record after the other: texts are folded once for all rules
            for entry in self.unclean(kind):
                yield from self._problems_of(entry, looks)

    def _problems_of(self, entry: Entry, looks: list[OneRecordCheck]) -> Iterator[Problem]:
        record = entry.record
        for check in looks:
            for found in check.look(record, self) if not entry.unread or entry.has_read(check.needs) else ():
                if entry.is_read(found.at):
                    yield _problem(check.rule, entry, found)


def _problem(rule: Rule, entry: Entry, found: Finding[Loc]) -> Problem:
    return entry.problem(rule, found.at, found.message, found.hint, key=found.key, fix=found.fix)


@dataclass(frozen=True, slots=True)
class OneRecordCheck(Check[["Context"], tuple["Entry", "Finding[Loc]"]]):
    """A rule about one record alone, which need not look again at a record in which no rule found anything.

    Attributes:
        kinds: the kinds of record that it looks at.
        needs: fields that have to be read.
        look: yields what it finds in one record.
    """

    kinds: tuple[str, ...]
    needs: tuple[str, ...]
    look: Callable[[Any, Context], Findings]


def cites(paper: Paper) -> list[str]:
    """Return the keys of the papers that a paper cites."""
    return [*paper.cites]


def former_keys(paper: Paper) -> list[str]:
    """Return the keys that a paper had."""
    return [*paper.former_keys]


def people(paper: Paper) -> list[str]:
    """Return the key of each author's name."""
    return [person_key(author) for author in paper.authors]


def source_of(kept: ReferenceList) -> str:
    """Return where a reference list was read."""
    return str(kept.source)


def sources_of_cites(paper: Paper) -> list[str]:
    """Return where the citations of a paper were read."""
    return [str(source) for source in paper.source("cites")]


def with_the_first(entries: Iterable[Entry], value_of: Callable[[Entry], str]) -> Iterator[tuple[Entry, Entry]]:
    """Yield each record whose value another has before it, with the first that has it; empty values are passed over."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        value = value_of(entry)
        if value and (first := seen.setdefault(value, entry)) is not entry:
            yield entry, first


def each(
    kind: str | tuple[str, ...], rule: Rule, *, needs: tuple[str, ...] = (), others: bool = False
) -> Callable[[Callable[[R, Context], Findings]], RecordCheck]:
    """Make a check of a function that looks at one record at a time; `effllm.checks.check` looks at all together.

    Args:
        kind: kind of the records, or several, names of `effllm.store.layout.KINDS`.
        rule: what the function checks.
        needs: fields that have to be read, for the rule misses or compares them: an empty one may be one that could
            not be read. All other rules pass over empty values.
        others: whether what is found depends on other records. All other rules may look at nothing but the record, the
            lists and the day, apart from hints: a record in which they found nothing is not checked again.
    """
    kinds = (kind,) if isinstance(kind, str) else kind

    def decorate(find: Callable[[R, Context], Findings]) -> RecordCheck:
        def in_all(context: Context) -> EntryFindings:
            for entry in chain.from_iterable(map(context.entries, kinds)):
                for finding in find(entry.record, context) if entry.has_read(needs) else ():
                    yield entry, finding

        return Check(rule, in_all) if others else OneRecordCheck(rule, in_all, kinds, needs, find)

    return decorate
