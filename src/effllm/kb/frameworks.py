"""Frameworks by id, and the comparison of some of them cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from effllm.arguments import check_flag, named_arguments
from effllm.as_table import AsTable, TableColumn
from effllm.kb.collection import RecordTable, columns_of, columns_of_field, several, values_of, values_of_field
from effllm.nearest import UnknownFramework, UnknownLicense
from effllm.records import Cell, Framework
from effllm.records.base import field_kinds
from effllm.records.framework import GROUPS
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.kb.collection import Wanted
    from effllm.records import Vocabulary, Word
    from effllm.records.base import Record


@dataclass(frozen=True, slots=True)
class Row:
    """One capability of several frameworks.

    Attributes:
        group: one of `effllm.records.framework.GROUPS`.
        word: the capability, with its name and definition.
        cells: the cell of each framework, by its id; ``unknown`` where nobody looked.
    """

    group: str
    word: Word
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Comparison(AsTable):
    """Frameworks side by side: iteration yields the rows, in the order of the vocabulary.

    As a table it has a row a cell: the framework's id, the capability, and the fields of the cell.
    """

    frameworks: tuple[Framework, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        """Return which frameworks, and how many rows."""
        shown = ", ".join([*(one.id for one in self.frameworks[:6]), *(["..."] if len(self.frameworks) > 6 else [])])  # noqa: PLR2004
        return f"<Comparison: {len(self.rows)} capabilities of {len(self.frameworks)} frameworks ({shown})>"

    def _columns(self) -> list[TableColumn]:
        return [
            TableColumn("framework"),
            TableColumn("group"),
            TableColumn("word"),
            *columns_of(Cell),
            TableColumn("url"),
        ]

    def _rows(self) -> Iterator[list[Any]]:
        for framework in self.frameworks:
            for row in self.rows:
                cell = row.cells[framework.id]
                url = cell.source.url if cell.source else None
                yield [framework.id, row.group, row.word.id, *values_of(Cell, cell), url]


def _spellings(name: str) -> Iterator[str]:
    """Yield what a framework is called: all of its name, and the parts outside and inside of parentheses."""
    full, _, short = name.rstrip(")").partition("(")
    yield from filter(None, map(title_key, (name, full, short)))


class Frameworks(RecordTable[Framework]):
    """Frameworks by id, in the order of their ids; names find them too, an unknown one raises `UnknownFramework`.

    As a table (CSV, data frame, Parquet) each capability is a column with its value, as ``hardware_amd``: `compare`
    has the cells with their sources.
    """

    error = UnknownFramework
    record: ClassVar[type[Record]] = Framework

    def __init__(
        self, frameworks: Iterable[Framework], vocabulary: Vocabulary, licenses: frozenset[str] | None = None
    ) -> None:
        super().__init__({framework.id: framework for framework in frameworks})
        self._vocabulary = vocabulary
        # Those of all frameworks, not of a selection: there a license that none has is no mistake.
        self._licenses = licenses or frozenset(one.license for one in self._items.values() if one.license)
        self._named = {name: one for one in self._items.values() for name in _spellings(one.name)}

    def _by_name(self, name: str) -> Framework | None:
        return self._named.get(title_key(name))

    def _columns(self) -> list[TableColumn]:
        columns: list[TableColumn] = []
        for kind in field_kinds(Framework):
            words = self._vocabulary.group(kind.name) if kind.name in GROUPS else ()
            columns += [TableColumn(f"{kind.name}_{word}", optional=False) for word in words]
            columns += columns_of_field(kind) if kind.name not in GROUPS else ()
        return columns

    def _rows(self) -> Iterator[list[Any]]:
        for one in self._items.values():
            row: list[Any] = []
            for kind in field_kinds(Framework):
                words = self._vocabulary.group(kind.name) if kind.name in GROUPS else ()
                row += [one.cell(kind.name, word).value for word in words]
                row += values_of_field(kind, one) if kind.name not in GROUPS else ()
            yield row

    @named_arguments
    def filter(  # noqa: PLR0913 - one keyword a filter
        self,
        *,
        supports: Wanted = None,
        parallelism: Wanted = None,
        quantization: Wanted = None,
        hardware: Wanted = None,
        feature: Wanted = None,
        platform: Wanted = None,
        kind: Wanted = None,
        status: Wanted = None,
        license: Wanted = None,  # noqa: A002 - the field's name
        active: bool | None = None,
    ) -> Frameworks:
        """Return the frameworks that pass every filter given; each filter takes one text or several.

        A capability (``supports`` to ``platform``, words of the vocabulary by id or name) passes where the cell says
        ``yes``: what is unknown does not pass. Of several capabilities a framework needs all. Of several values of
        ``kind``, ``status`` or ``license`` it has one. ``active`` is short for the status ``active``, or any other with
        ``active=False``.

        Raises:
            UnknownWord: the vocabulary has no such word in the group.
            UnknownLicense: no framework has one of these licenses.
            ValueError: ``active`` is neither True, False nor None.
        """
        check_flag("active", active)
        words = self._words(
            supports=supports,
            parallelism=parallelism,
            quantization=quantization,
            hardware=hardware,
            features=feature,
            platform=platform,
        )
        states = self._words(status=status).get("status")
        kinds = self._words(kind=kind).get("kind")
        licenses = None if license is None else self._known_licenses(license)
        passed = (
            framework
            for framework in self._items.values()
            if all(framework.cell(group, word).value == "yes" for group in words for word in words[group])
            and (kinds is None or framework.kind in kinds)
            and (states is None or framework.status.state in states)
            and (licenses is None or (framework.license or "").casefold() in licenses)
            and (active is None or (framework.status.state == "active") == active)
        )
        return Frameworks(passed, self._vocabulary, self._licenses)

    def _known_licenses(self, wanted: str | Iterable[str]) -> set[str]:
        """Return licenses in small letters; of several, one has to be a framework's."""
        found = {one.casefold() for one in several(wanted)}
        if found and self._licenses and not any(one.casefold() in found for one in self._licenses):
            raise UnknownLicense(next(iter(several(wanted))), self._licenses)
        return found

    def _words(self, **wanted: Wanted) -> dict[str, list[str]]:
        """Return the ids of the words that are wanted of each group of the vocabulary that was asked for."""
        return {
            group: [self._vocabulary.group(group).named(text).id for text in several(texts)]
            for group, texts in wanted.items()
            if texts is not None
        }

    def compare(self, *ids: str | Framework | Iterable[str | Framework]) -> Comparison:
        """Return the frameworks side by side, a row for each word of the vocabulary; all of them where none is named.

        Raises:
            UnknownFramework: there is none with one of the ids.
        """
        frameworks = tuple(self[one] for given in ids for one in several(given)) or tuple(self._items.values())
        rows = (
            Row(group, word, {framework.id: framework.cell(group, word.id) for framework in frameworks})
            for group in GROUPS
            for word in self._vocabulary.group(group).values()
        )
        return Comparison(frameworks, tuple(rows))
