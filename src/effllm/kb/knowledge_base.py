"""The knowledge base: records, and the questions asked of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any

from effllm.arguments import check_text
from effllm.kb import counts
from effllm.kb.collection import Formulas, ReadingLists, Venues
from effllm.kb.frameworks import Comparison, Frameworks
from effllm.kb.measurements import Measurements
from effllm.kb.models import Hardware, Models
from effllm.kb.papers import Papers
from effllm.kb.public_lists import PublicLists
from effllm.kb.results import Reported, Results
from effllm.kb.taxonomy import Taxonomy
from effllm.lookup.paper_index import PaperIndex, is_reference, may_mean, words_of_address
from effllm.search import SearchAnswer, SearchIndex, words_of
from effllm.store.folders import find_checkout
from effllm.store.snapshot import snapshot_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from os import PathLike

    import networkx as nx

    from effllm.graph import CitationGraph, ReadingOrder, Related, Relations
    from effllm.kb.differences import Differences
    from effllm.plan import Measured, Plan, TrainingPlan
    from effllm.problems import Problem
    from effllm.records import CitationCount, Corpus, Framework, Paper, Vocabulary
    from effllm.store.snapshot import Snapshot

_OTHER_WORDS = 1 / 8
"""How many of the words of a title in an address may be in neither the title nor the authors."""


class KnowledgeBase:
    """Papers, categories, frameworks and models, read-only. `effllm.load` makes one."""

    problems: tuple[Problem, ...] = ()
    """What is wrong with the records that ``load(path, strict=False)`` left out."""

    def __init__(
        self,
        corpus: Corpus,
        stored_index: Callable[[], SearchIndex | None] | None = None,
        identify: Callable[[Corpus], Snapshot] = snapshot_of,
    ) -> None:
        """Take the records.

        Args:
            corpus: the records.
            stored_index: reads their search index where one was stored; called at most once, when first needed.
            identify: tells which state of the data they are; likewise.
        """
        self._stored_index = stored_index
        self._identify = identify
        self.vocabulary: Vocabulary = corpus.vocabulary
        self.venues = Venues(corpus.venues)
        self.models = Models(corpus.models)
        self.hardware = Hardware(corpus.hardware)
        self.papers = Papers(((paper.key, paper) for paper in corpus.papers), self)
        self.taxonomy = Taxonomy(corpus.branches, self)
        self.frameworks = Frameworks(corpus.frameworks, corpus.vocabulary)
        self.reading_lists = ReadingLists({one.id: one for one in corpus.reading_lists})
        self.lists = PublicLists(corpus.lists, self)
        self.formulas = Formulas({one.id: one for one in corpus.formulas})
        self.measurements = Measurements(corpus.measurements)
        self._citation_counts = corpus.citation_counts
        self.corpus = corpus

    def __repr__(self) -> str:
        """Return what it holds."""
        papers, categories, frameworks = len(self.papers), len(self.taxonomy), len(self.frameworks)
        return f"<KnowledgeBase: {papers} papers, {categories} categories, {frameworks} frameworks>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what another process makes it of: the records. What follows from them is made there when asked for."""
        known = {name: value for name, value in vars(self).items() if name in {"problems", "snapshot"}}
        return KnowledgeBase, (self.corpus, self._stored_index, self._identify), known

    @cached_property
    def snapshot(self) -> Snapshot:
        """Which state of the data this is, worked out when first asked for; see `effllm.Snapshot`."""
        return self._identify(self.corpus)

    @cached_property
    def keys_by_category(self) -> dict[str, list[str]]:
        """Keys of the papers that are directly in each category."""
        keys: dict[str, list[str]] = defaultdict(list)
        for paper in self.papers.values():
            for category in paper.categories:
                keys[category].append(paper.key)
        return dict(keys)

    @cached_property
    def search_index(self) -> SearchIndex:
        """The index behind ``papers.search``, read or made when first asked for."""
        stored = self._stored_index() if self._stored_index else None
        return stored or SearchIndex.build(self.corpus)

    @cached_property
    def paper_index(self) -> PaperIndex:
        """What ``find`` looks papers up in, made when first asked for."""
        return PaperIndex(self.papers.values())

    @cached_property
    def citations(self) -> CitationGraph:
        """Graph of papers and the papers they cite; see `effllm.graph.citation_graph`."""
        from effllm import graph  # noqa: PLC0415 - networkx takes longer to import than all the rest

        return graph.citation_graph(self.papers.values())

    @cached_property
    def categories(self) -> nx.DiGraph[str]:
        """Graph of categories and their papers; see `effllm.graph.category_graph`."""
        from effllm import graph  # noqa: PLC0415 - as above

        return graph.category_graph(self.corpus.branches, self.papers.values())

    @cached_property
    def relations(self) -> Relations:
        """What ``related`` answers from, made when first asked for; ``relations.all()`` answers for all papers."""
        from effllm import graph  # noqa: PLC0415 - as above

        return graph.Relations(self.papers.values(), self.corpus.branches)

    def related(self, key: str | Paper, limit: int | None = 10) -> list[Related]:
        """Return the papers nearest to one as ``(key, score, reasons)``, the nearest first; all with ``limit=None``.

        See `effllm.graph.Relations` for what the score says.

        Raises:
            UnknownPaper: no paper has this key or had it before.
            ValueError: ``limit`` is below 0.
        """
        return self.relations.of(self.papers[key].key, len(self.papers) if limit is None else limit)

    def reading_order(self, category: str, papers: Papers | None = None) -> ReadingOrder:
        """Return the papers of a category in an order to read them, the topic's foundations first.

        A foundation belongs to the category first of all, the others of its papers cite it most, and lists name it
        most, public ones and the reading lists kept here; what is around the field is none of a category that is in it.
        See `effllm.graph.reading_order`.

        Args:
            category: id of the category; all below it belongs to it.
            papers: only these of its papers; without them all.

        Raises:
            UnknownCategory: there is no such category.
        """
        from effllm import graph  # noqa: PLC0415 - as above

        node = self.taxonomy[category]
        inside = {node.id, *(below.id for below in node.descendants)}
        chosen = (self.papers if papers is None else papers).filter(under=node.id)
        guided = Counter(key for one in self.reading_lists.values() for key in one.keys)
        return graph.reading_order(
            self.citations,
            chosen,
            named={key: len(self.lists.naming(key)) + guided[key] for key in chosen},
            central={
                key
                for key, paper in chosen.items()
                if paper.primary_category in inside and (node.around or not self.taxonomy.is_around(paper))
            },
        )

    def cited_by(self, key: str | Paper) -> Papers:
        """Return the papers that cite one, in the order of all papers, as far as their reference lists were read.

        Raises:
            UnknownPaper: no paper has this key or had it before.
        """
        return self.papers.pick(self._citing.get(self.papers[key].key, ()))

    def cited_in_literature(self, key: str | Paper) -> CitationCount | None:
        """Return by how many works of the whole literature a paper is cited, with day and source; None if not counted.

        It is another count than that of `cited_by`, and never added to it.

        Raises:
            UnknownPaper: no paper has this key or had it before.
        """
        return self._counted.get(self.papers[key].key)

    @cached_property
    def _counted(self) -> dict[str, CitationCount]:
        return {one.paper: one for one in self._citation_counts}

    @cached_property
    def _citing(self) -> dict[str, list[str]]:
        citing: dict[str, list[str]] = defaultdict(list)
        for paper in self.papers.values():
            for cited in paper.cites:
                citing[cited].append(paper.key)
        return dict(citing)

    def find(self, text: str) -> Paper | None:
        """Return the paper that a text names; None where it names none, or several: `find_all` has those.

        Args:
            text: a key or former key; an arXiv, OpenReview or Anthology id or a DOI, bare, with a prefix or in an
                address; or the title, the name or an alias, where capitals, accents, punctuation, hyphens and
                spaces do not count and Greek letters are their names: ``Nystromformer``, ``pangu pi``.

        Raises:
            TypeError: ``text`` is no text. A number such as 2210.1750 has lost its last 0.
        """
        found = self.find_all(text).values()
        return next(iter(found)) if len(found) == 1 else None

    def find_all(self, text: str) -> Papers:
        """Return all papers that a text names, as `find` reads it; many papers share a short name.

        Raises:
            TypeError: ``text`` is no text.
        """
        check_text("text", text)
        return self.papers.pick(*(paper.key for paper in self.paper_index.find_all(text)))

    def ask(self, query: str) -> SearchAnswer:
        """Return what a search of all papers finds: keys with scores, best first, and what is not here.

        See `effllm.search.SearchIndex.answer` for the ranking; ``papers.search`` has the papers themselves.

        Raises:
            TypeError: ``query`` is no text.
        """
        check_text("query", query)
        meant = [paper.key for paper in self.paper_index.meant(query)] if may_mean(query) else []
        if not is_reference(query):
            return self.search_index.answer(query, meant)
        meant = meant or self._with_title(words_of_address(query))
        return SearchAnswer([(key, inf) for key in meant], lacks=not meant, unknown=[])

    def _with_title(self, said: str) -> list[str]:
        """Return the paper that has nearly all words of a text in its title and among its authors."""
        asked = words_of(said, expand=False)
        for key, _ in self.search_index.search(said)[:1]:
            paper = self.papers[key]
            has = {*words_of(" ".join((paper.title, *paper.authors)), expand=True)}
            if sum(word not in has for word in asked) <= len(asked) * _OTHER_WORDS:
                return [key]
        return []

    def compare(self, *frameworks: str | Framework | Iterable[str | Framework]) -> Comparison:
        """Return frameworks side by side, by their ids or names; see `effllm.kb.frameworks.Frameworks.compare`."""
        return self.frameworks.compare(*frameworks)

    def results(self, *, metric: str | None = None, model: str | None = None) -> Results:
        """Return the figures that papers report; `Results.filter` takes more filters than these two.

        Args:
            metric: a word of the vocabulary's ``metrics``; figures of this kind only.
            model: name of a model; its figures only. Capitals and punctuation do not count.

        Raises:
            UnknownWord: the vocabulary has no such metric.
        """
        found = (Reported(paper, result) for paper in self.papers.values() for result in paper.results)
        return Results(found, self).filter(metric=metric, model=model)

    def plan(  # noqa: PLR0913 - one keyword a choice
        self,
        model: str,
        *,
        on: str | None = None,
        count: int = 1,
        weights: str = "bf16",
        kv: str = "bf16",
        context: int | None = None,
        batch: int = 1,
        price_per_hour: float | None = None,
    ) -> Plan:
        """Return what memory a model takes, whether it fits, and how fast it can be at best; see `effllm.plan.Plan`.

        Args:
            model: id of the model.
            on: id or name of the accelerator; without one, the memory alone.
            count: how many of them share the model by tensor parallelism.
            weights: format of the weights, one of `effllm.plan.WEIGHTS`.
            kv: format of the KV cache, one of `effllm.plan.KV`.
            context: tokens of a sequence; 4,096 where it is not said, or as many as the model allows if fewer.
            batch: sequences at a time.
            price_per_hour: what an hour of an accelerator costs in US dollars; without it its price is spread over
                four years of full use.

        Raises:
            UnknownModel: no model has this id or name.
            UnknownAccelerator: no accelerator has this id or name.
            UnknownFormat: there is no such format.
            ValueError: a number is below 1, the context is longer than the model allows, or neither parameters nor
                architecture of the model are known.
        """
        from effllm import plan as plans  # noqa: PLC0415 - most who load records do not plan

        chosen = plans.choose(
            count=count, weights=weights, kv=kv, context=context, batch=batch, price_per_hour=price_per_hour
        )
        accelerator = self.hardware[on] if on is not None else None
        made = plans.make(self.models[model], accelerator, chosen, self.formulas)
        stored = plans.WEIGHTS[chosen.weights]
        near = plans.nearest_measured(self.measured(), made.model, accelerator, chosen, stored.bits)
        runs = plans.support(self.frameworks.values(), accelerator, stored)
        return replace(made, frameworks=runs, measured=near)

    def diff(self, other: KnowledgeBase | str | PathLike[str]) -> Differences:
        """Return what changed from another state of the data to this one, as ``effllm diff OTHER`` prints it.

        What this one has and the other lacks is added. The cost is linear in both.

        Args:
            other: another knowledge base; or, older forms of the records included, a folder with records, a file
                ``bundle.json`` or a wheel, or a commit, branch or tag of the repository around the current folder.

        Raises:
            UnknownState: a text names nothing of these; a `ValueError`.
        """
        from effllm.kb.differences import differences  # noqa: PLC0415 - it reads files, with YAML
        from effllm.store import history, states  # noqa: PLC0415 - as above

        if isinstance(other, KnowledgeBase):
            before: history.Rows | history.Files = history.rows_of_corpus(other.corpus)
        else:
            before = states.state(str(other), find_checkout())
        return differences(*history.both(before, history.rows_of_corpus(self.corpus)))

    def measured(self) -> Iterator[Measured]:
        """Yield every figure that a paper or a measurement reports, with who reports it."""
        from effllm.plan import Measured  # noqa: PLC0415 - as above

        for paper in self.papers.values():
            for result in paper.results:
                yield Measured(paper.key, result, (result.source,) if result.source else paper.source("results"))
        for one in self.measurements.values():
            for result in one.results:
                yield Measured(one.id, result, (result.source,) if result.source else one.source("results"))

    def plan_training(  # noqa: PLR0913 - one keyword a choice
        self,
        model: str | None = None,
        *,
        parameters: float | None = None,
        tokens: float | None = None,
        on: str | None = None,
        count: int = 1,
        utilization: float = 0.4,
        price_per_hour: float | None = None,
    ) -> TrainingPlan:
        """Return what a training run takes, and the loss that laws predict; see `effllm.plan.TrainingPlan`.

        Args:
            model: id of a model, whose parameters and tokens are taken where they are not given.
            parameters: parameters that a token uses.
            tokens: training tokens.
            on: id or name of the accelerator; without one, operations and loss alone.
            count: how many of them.
            utilization: share of their peak in 16 bits that they reach.
            price_per_hour: as for `plan`.

        Raises:
            UnknownModel: no model has this id or name.
            UnknownAccelerator: no accelerator has this id or name.
            ValueError: a number is out of its range, or parameters or tokens are neither given nor known.
        """
        from effllm import plan as plans  # noqa: PLC0415 - as above

        known = self.models[model] if model is not None else None
        if parameters is None and known is not None:
            parameters = plans.trained_parameters(known)
        if tokens is None and known is not None and known.tokens:
            tokens = round(known.tokens * (known.epochs or 1))
        for name, value in (("parameters", parameters), ("tokens", tokens)):
            if value is None:
                raise ValueError(f"{name} of {model or 'the model'} are not known; say how many: {name}=...")
        return plans.make_training(
            parameters or 0,
            tokens or 0,
            self.hardware[on] if on is not None else None,
            self.formulas,
            self.models.values(),
            count=count,
            utilization=utilization,
            price_per_hour=price_per_hour,
        )

    def stats(self) -> dict[str, Any]:
        """Return how many records there are of each kind, and how complete the papers are (counts, no shares).

        All are whole numbers but those with ``by`` in their names, as ``sources_by_kind``, which are dictionaries of
        them.
        """
        return counts.stats(self)
