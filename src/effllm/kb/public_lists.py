"""Public lists: which of them name a paper, and what of their scope they lack."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from effllm.kb.collection import RecordTable
from effllm.nearest import UnknownPublicList
from effllm.records import PublicList
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.kb.knowledge_base import KnowledgeBase
    from effllm.kb.papers import Papers
    from effllm.records import Elsewhere, Paper
    from effllm.records.base import Record


class Coverage(NamedTuple):
    """How much of what public lists on a topic name is here.

    Attributes:
        lists: the lists on the category: most papers here of their scope are in it.
        here: the papers here that they name.
        elsewhere: the papers of the field that they name and that are not here.
    """

    lists: tuple[PublicList, ...]
    here: Papers
    elsewhere: tuple[Elsewhere, ...]


class PublicLists(RecordTable[PublicList]):
    """Public lists of papers by id, in the order of their ids; an unknown id raises `UnknownPublicList`."""

    error = UnknownPublicList
    record: ClassVar[type[Record]] = PublicList

    def __init__(self, lists: Iterable[PublicList], kb: KnowledgeBase) -> None:
        super().__init__({one.id: one for one in lists})
        self._kb = kb

    @cached_property
    def _naming(self) -> dict[str, list[PublicList]]:
        naming: dict[str, list[PublicList]] = defaultdict(list)
        for one in self._items.values():
            for key in dict.fromkeys(one.papers):
                naming[key].append(one)
        return dict(naming)

    def naming(self, key: str | Paper) -> list[PublicList]:
        """Return the lists that name a paper, in the order of their ids.

        Raises:
            UnknownPaper: no paper has this key or had it before.
        """
        return [*self._naming.get(self._kb.papers[key].key, ())]

    def named(self, name: str | PublicList) -> Papers:
        """Return the papers here that a list names, in the order of its record.

        Raises:
            UnknownPublicList: no list has this id.
        """
        return self._kb.papers.pick(*(key for key in self[name].papers if key in self._kb.papers))

    def lacking(self, name: str | PublicList) -> Papers:
        """Return the papers here that are in the scope of a list and that it does not name.

        Those that came after the list was read are among them: compare its date.

        Raises:
            UnknownPublicList: no list has this id.
        """
        one = self[name]
        wanted = self._scopes[one.id].difference(one.papers)
        return self._kb.papers.pick(*(key for key in self._kb.papers if key in wanted))

    @cached_property
    def _scopes(self) -> dict[str, frozenset[str]]:
        """The keys of the papers here that are in the scope of each list."""
        keys = {one.id: (self._kb.taxonomy[category].paper_keys for category in one.scope) for one in self.values()}
        return {name: frozenset[str]().union(*groups) for name, groups in keys.items()}

    def elsewhere(self, name: str | PublicList) -> list[Elsewhere]:
        """Return the papers of the field that a list names and that are not here, not even since it was read.

        Raises:
            UnknownPublicList: no list has this id.
        """
        return [*self._elsewhere[self[name].id]]

    @cached_property
    def _elsewhere(self) -> dict[str, list[Elsewhere]]:
        known = self._kb.find
        return {
            one.id: [paper for paper in one.elsewhere if known(paper.at) is None and known(paper.title) is None]
            for one in self._items.values()
        }

    def coverage(self, category: str) -> Coverage:
        """Return what of the papers that the lists on a topic name is here, and what is not.

        A list is on a topic if most papers here of its scope are in it; of a wider one nobody knows what belongs where.

        Raises:
            UnknownCategory: there is no such category.
        """
        inside = self._kb.taxonomy[category].paper_keys
        scopes = ((one, self._scopes[one.id]) for one in self._items.values())
        lists = tuple(one for one, scope in scopes if 2 * len(scope & inside) > len(scope))
        here = dict.fromkeys(key for one in lists for key in one.papers if key in self._kb.papers)
        lacking = {title_key(paper.title): paper for one in lists for paper in self._elsewhere[one.id]}
        return Coverage(lists, self._kb.papers.pick(*here), tuple(lacking.values()))
