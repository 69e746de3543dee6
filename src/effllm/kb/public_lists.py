"""Public lists: which of them name a paper, and what of their scope they lack."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from effllm.kb.collection import RecordTable
from effllm.nearest import UnknownPublicList
from effllm.records import PublicList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.kb.knowledge_base import KnowledgeBase
    from effllm.kb.papers import Papers
    from effllm.records import Paper
    from effllm.records.base import Record


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
        scope = frozenset[str]().union(*(self._kb.taxonomy[category].paper_keys for category in one.scope))
        wanted = scope.difference(one.papers)
        return self._kb.papers.pick(*(key for key in self._kb.papers if key in wanted))
