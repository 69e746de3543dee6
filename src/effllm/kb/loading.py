"""Where a knowledge base comes from: the package, or a checkout and what its cache keeps."""

from __future__ import annotations

import marshal
import pickle
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from effllm.kb.collection import MadeWhenAsked
from effllm.kb.knowledge_base import KnowledgeBase
from effllm.kb.papers import Papers
from effllm.problems import InvalidRecords
from effllm.records import Corpus
from effllm.records.base import no_garbage
from effllm.search import SearchIndex
from effllm.store import bundle, snapshot
from effllm.store.cache import Cache, state_of
from effllm.store.snapshot import snapshot_of

if TYPE_CHECKING:
    from os import PathLike

    from effllm.records import Paper
    from effllm.store.entry import Entry
    from effllm.store.snapshot import Snapshot


def _packaged_snapshot(_: Corpus) -> Snapshot:
    content = bundle.packaged(snapshot.NAME)
    if content is None:
        raise FileNotFoundError(snapshot.NAME)  # it is written with the records
    return snapshot.from_json(content)


def _packaged_index(records: str) -> SearchIndex | None:
    content = bundle.packaged(bundle.INDEX)
    return SearchIndex.from_bytes(content, records) if content is not None else None


def load(path: str | PathLike[str] | None = None, *, strict: bool = True) -> KnowledgeBase:
    """Return the knowledge base.

    Args:
        path: a checkout to read and validate; what has not changed since it was read before comes from its
            ``.effllm-cache/``. Without it, the records shipped in the package, validated when it was
            built; an editable install has none and reads the checkout it is in.
        strict: whether a record that breaks a rule is an error. With False such records are left out, and
            ``kb.problems`` says what is wrong with them.

    Raises:
        InvalidRecords: the checkout's records break a rule, and ``strict`` is True; carries every problem. Records that
            are right, but not yet written in the canonical form, are read all the same.
        FileNotFoundError: ``path`` is no checkout.
        PermissionError: one of its folders may not be read.
    """
    if path is None:
        packaged = bundle.packaged()
        if packaged is not None:
            stored_index = partial(_packaged_index, bundle.digest(packaged))
            return KnowledgeBase(bundle.loads(packaged), stored_index, _packaged_snapshot)
        path = Path(__file__).parents[3]
    root = Path(path)
    return of_checkout(root, Cache(root)) if strict else _what_can_be_read(root)


_SHARED = frozenset({"category", "venues", "vocabulary", "hardware"})
"""Kinds of which a file has many records that others name: one that is wrong takes no others with it."""


def _what_can_be_read(root: Path) -> KnowledgeBase:
    """Return the knowledge base of a checkout without the records of files in which something is wrong."""
    from effllm import rules  # noqa: PLC0415 - as below
    from effllm.store import checkout  # noqa: PLC0415 - as below

    found = checkout.read(root, Cache(root))
    problems = rules.errors_in(found)
    wrong = {problem.path for problem in problems}
    for kind, entries in found.entries.items():
        if kind not in _SHARED:
            entries[:] = [one for one in entries if wrong.isdisjoint(_files_of(one))]
    kb = KnowledgeBase(found.corpus(), identify=partial(_of_commit, root))
    kb.problems = tuple(problems)
    return kb


def _files_of(entry: Entry) -> list[str]:
    return [entry.document.path, *(table.path for table in entry.tables.values())]


def _of_commit(root: Path, corpus: Corpus) -> Snapshot:
    return snapshot_of(corpus, snapshot.commit_of(root))


class _WithCache(KnowledgeBase):
    """The knowledge base of a checkout whose cache keeps what takes long to make of all records.

    Where the records come from the cache, each is made of what was kept when somebody first asks for it.
    """

    def __init__(self, root: Path, cache: Cache, digest: str, records: Corpus | bytes) -> None:
        self._root = root
        self._cache = cache
        self._digest = digest
        self._records = records

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of all that records are asked for
        if "papers" not in vars(self) and not name.startswith("__"):
            self._take(self._records)
        elif name == "corpus":
            papers = tuple(self.papers.values())
            self.corpus = Corpus.model_construct(**{**vars(self._others), "papers": papers})
        else:
            raise AttributeError(f"'KnowledgeBase' object has no attribute {name!r}")
        return getattr(self, name)

    def _take(self, records: Corpus | bytes) -> None:
        identify = partial(_of_commit, self._root)
        if isinstance(records, Corpus):
            super().__init__(records, identify=identify)
            return
        others, citing, keys, *groups = marshal.loads(records)  # noqa: S302 - the cache has only what this user wrote
        super().__init__(pickle.loads(others), identify=identify)  # noqa: S301 - as above
        self._others: Corpus = vars(self).pop("corpus")
        self._kept_citing: bytes = citing
        self.papers = Papers(MadeWhenAsked(keys, _Groups(keys, groups).paper), self)

    @cached_property
    def _citing(self) -> dict[str, list[str]]:
        if isinstance(self._records, Corpus):
            return super()._citing
        citing: dict[str, list[str]] = marshal.loads(self._kept_citing)  # noqa: S302 - as above
        return citing

    @cached_property
    def search_index(self) -> SearchIndex:
        kept = self._cache.made("search index", self._digest)
        index = SearchIndex.from_bytes(kept, self._digest) if kept is not None else None
        if index is None:
            index = super().search_index
            self._cache.keep("search index", self._digest, index.to_bytes(self._digest))
        return index

    def stats(self) -> dict[str, Any]:
        of_today = f"{self._digest} {datetime.now(tz=UTC).date()}"  # some counts depend on the day
        kept = self._cache.made("stats", of_today)
        counts: dict[str, Any] = from_json(kept) if kept is not None else super().stats()
        if kept is None:
            self._cache.keep("stats", of_today, to_json(counts))
        return counts

    def keep_records(self, state: str) -> None:
        """Keep the records as those of files in this state."""
        others, papers = self.corpus.model_copy(update={"papers": ()}), self.corpus.papers
        keys = [paper.key for paper in papers]
        groups = [papers[start : start + _Groups.size] for start in range(0, len(papers), _Groups.size)]
        kept = marshal.dumps([pickle.dumps(others), marshal.dumps(self._citing), keys, *map(pickle.dumps, groups)])
        self._cache.keep("records", state, self._digest.encode() + b"\n" + kept)


class _Groups:
    """Papers as the cache keeps them, by groups, for one pickle of all takes twice as long to read."""

    size = 16

    def __init__(self, keys: list[str], groups: list[bytes]) -> None:
        self._number = {key: place // self.size for place, key in enumerate(keys)}
        self._groups = groups
        self._made: dict[str, Paper] = {}

    def paper(self, key: str) -> Paper:
        """Return a paper; all of its group are made."""
        if key not in self._made:
            with no_garbage():
                group: tuple[Paper, ...] = pickle.loads(self._groups[self._number[key]])  # noqa: S301 - as above
            self._made |= {paper.key: paper for paper in group}
        return self._made[key]


def of_checkout(root: Path, cache: Cache | None = None) -> KnowledgeBase:
    """Return the knowledge base of a checkout.

    Args:
        root: the checkout.
        cache: what was kept of it: where no file has changed since, its records are neither read nor checked again.

    Raises:
        InvalidRecords: the records break a rule, other than that of the canonical form.
        FileNotFoundError: ``root`` is no checkout.
        PermissionError: one of its folders may not be read.
    """
    if cache is None:
        return KnowledgeBase(_read(root, None)[0], identify=partial(_of_commit, root))
    state = state_of(root)
    if state:  # a rule may ask which day it is
        state = f"{state} {datetime.now(tz=UTC).date()}"
    kept = cache.made("records", state) if state else None
    if kept is not None:
        digest, _, records = kept.partition(b"\n")
        return _WithCache(root, cache, digest.decode(), records)
    corpus, of_files = _read(root, cache)
    kb = _WithCache(root, cache, of_files, corpus)
    if state:
        kb.keep_records(state)
    return kb


def _read(root: Path, cache: Cache | None) -> tuple[Corpus, str]:
    """Return the records of a checkout, and the hash of their files."""
    from effllm import rules  # noqa: PLC0415 - an installed package does not need them
    from effllm.store import checkout  # noqa: PLC0415 - YAML, too

    found = checkout.read(root, cache)
    if problems := rules.errors_in(found):
        raise InvalidRecords(problems)
    corpus = found.corpus()
    found.save()  # what was found out of reference lists, too
    return corpus, found.digest
