"""The taxonomy: categories by id, each knowing its place in the tree and its papers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from effllm.as_table import TableColumn
from effllm.kb.collection import Collection, columns_of, several
from effllm.nearest import UnknownCategory
from effllm.records import Category
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.kb.knowledge_base import KnowledgeBase
    from effllm.kb.papers import Papers
    from effllm.records import Paper


class Node:
    """A category in its tree."""

    def __init__(self, category: Category, parent: Node | None, kb: KnowledgeBase) -> None:
        self._category = category
        self._kb = kb
        self.parent = parent
        self.children: tuple[Node, ...] = tuple(Node(child, self, kb) for child in category.children)

    def __repr__(self) -> str:
        """Return the id."""
        return f"<Node: {self.id}>"

    @property
    def record(self) -> Category:
        """The category as it is in its file, with those below it."""
        return self._category

    @property
    def id(self) -> str:
        """Its id."""
        return self._category.id

    @property
    def name(self) -> str:
        """Its heading."""
        return self._category.name

    @property
    def summary(self) -> str:
        """What it is, in a few sentences."""
        return self._category.summary

    @property
    def survey(self) -> bool:
        """Whether it is a heading of the survey."""
        return self._category.survey

    @property
    def aliases(self) -> tuple[str, ...]:
        """Ids that it had or took over."""
        return self._category.aliases

    @property
    def around(self) -> bool:
        """Whether it is around the field, not in it: marked so itself, or below a category that is."""
        return self._category.around or (self.parent is not None and self.parent.around)

    @property
    def is_leaf(self) -> bool:
        """Whether papers are directly in it."""
        return not self.children

    @cached_property
    def ancestors(self) -> tuple[Node, ...]:
        """The categories above it, the root first."""
        return (*self.parent.ancestors, self.parent) if self.parent else ()

    @property
    def path(self) -> tuple[Node, ...]:
        """The way from the root to it, itself included."""
        return (*self.ancestors, self)

    @cached_property
    def descendants(self) -> tuple[Node, ...]:
        """All categories below it, parents before children."""
        return tuple(node for child in self.children for node in (child, *child.descendants))

    @cached_property
    def paper_keys(self) -> frozenset[str]:
        """Keys of the papers in it or anywhere below it."""
        below = frozenset().union(*(child.paper_keys for child in self.children))
        return below | frozenset(self._kb.keys_by_category.get(self.id, ()))

    @cached_property
    def papers(self) -> Papers:
        """The papers in it or anywhere below it."""
        return self._kb.papers.filter(under=self.id)


class Taxonomy(Collection[Node]):
    """Every category by id; an id that it had, or its name, finds it too; iteration follows the tree from above.

    An unknown id raises `UnknownCategory`, which names the nearest known ones.
    """

    error = UnknownCategory

    def __init__(self, branches: Iterable[Category], kb: KnowledgeBase) -> None:
        self.roots: tuple[Node, ...] = tuple(Node(branch, None, kb) for branch in branches)
        super().__init__({node.id: node for root in self.roots for node in (root, *root.descendants)})
        self._ids = {alias: node.id for node in self._items.values() for alias in node.aliases}

    @cached_property
    def branches(self) -> dict[str, int]:
        """The number of each branch by its id, from 0, in the order of the tree."""
        return {root.id: number for number, root in enumerate(self.roots)}

    @cached_property
    def _named(self) -> dict[str, Node]:
        return {title_key(node.name): node for node in self._items.values()}

    def _by_name(self, name: str) -> Node | None:
        return self._items.get(self._ids.get(name, "")) or self._named.get(title_key(name))

    def _columns(self) -> list[TableColumn]:
        own = [column for column in columns_of(Category) if column.name != "children"]
        return [*own, TableColumn("parent"), TableColumn("papers", int, optional=False)]

    def _rows(self) -> Iterator[list[Any]]:
        names = [column.name for column in self._columns()[:-2]]
        for node in self._items.values():
            own = [getattr(node if name == "around" else node.record, name) for name in names]
            yield [*own, node.parent and node.parent.id, len(node.paper_keys)]

    def keys_under(self, categories: str | Node | Iterable[str | Node]) -> frozenset[str]:
        """Return the keys of the papers in a category, or one of several, or anywhere below."""
        return frozenset[str]().union(*(self[one].paper_keys for one in several(categories)))

    def is_around(self, paper: Paper) -> bool:
        """Tell whether a paper is around the field, not of it: by its primary category."""
        return self[paper.primary_category].around

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The categories without sub-categories, in tree order."""
        return tuple(node for node in self._items.values() if node.is_leaf)
