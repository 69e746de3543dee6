"""Frameworks by id, and the comparison of some of them cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from effllm.arguments import check_flag
from effllm.kb.collection import Collection
from effllm.nearest import UnknownFramework
from effllm.records import Framework
from effllm.records.framework import GROUPS
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Cell, Vocabulary, Word

Wanted: TypeAlias = "str | Iterable[str] | None"
"""What a filter takes: one text, or several."""


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
class Comparison:
    """Frameworks side by side: iteration yields the rows, in the order of the vocabulary."""

    frameworks: tuple[Framework, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _spellings(name: str) -> Iterator[str]:
    """Yield what a framework is called: all of its name, and the parts outside and inside of parentheses."""
    full, _, short = name.rstrip(")").partition("(")
    yield from filter(None, map(title_key, (name, full, short)))


def _several(texts: str | Iterable[str]) -> Iterable[str]:
    return [texts] if isinstance(texts, str) else texts


class Frameworks(Collection[Framework]):
    """Frameworks by id, in the order of their ids; names find them too, an unknown one raises `UnknownFramework`."""

    error = UnknownFramework

    def __init__(self, frameworks: Iterable[Framework], vocabulary: Vocabulary) -> None:
        super().__init__({framework.id: framework for framework in frameworks})
        self._vocabulary = vocabulary
        self._named = {name: one for one in self._items.values() for name in _spellings(one.name)}

    def __getitem__(self, key: str) -> Framework:
        """Return the framework with this id or name, whatever its capitals and punctuation."""
        if key in self._items:
            return self._items[key]
        return self._named.get(title_key(str(key))) or super().__getitem__(key)

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
        licenses = None if license is None else {one.casefold() for one in _several(license)}
        passed = (
            framework
            for framework in self._items.values()
            if all(framework.cell(group, word).value == "yes" for group in words for word in words[group])
            and (kinds is None or framework.kind in kinds)
            and (states is None or framework.status.state in states)
            and (licenses is None or (framework.license or "").casefold() in licenses)
            and (active is None or (framework.status.state == "active") == active)
        )
        return Frameworks(passed, self._vocabulary)

    def _words(self, **wanted: Wanted) -> dict[str, list[str]]:
        """Return the ids of the words that are wanted of each group of the vocabulary that was asked for."""
        return {
            group: [self._vocabulary.group(group).named(text).id for text in _several(texts)]
            for group, texts in wanted.items()
            if texts is not None
        }

    def compare(self, *ids: str) -> Comparison:
        """Return the frameworks side by side, a row for each word of the vocabulary; all of them where none is named.

        Raises:
            UnknownFramework: there is none with one of the ids.
        """
        frameworks = tuple(self[framework] for framework in ids) or tuple(self._items.values())
        rows = (
            Row(group, word, {framework.id: framework.cell(group, word.id) for framework in frameworks})
            for group in GROUPS
            for word in self._vocabulary.group(group).values()
        )
        return Comparison(frameworks, tuple(rows))
