"""Figures that papers report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from effllm.arguments import check_number, check_text, check_year, named_arguments
from effllm.as_table import AsTable, TableColumn
from effllm.kb.collection import columns_of, columns_of_field, in_order
from effllm.kb.rankings import Comparable, rankings, whole_bits
from effllm.nearest import UnknownWord, nearest
from effllm.records import Baseline, Result, Setting
from effllm.records.base import field_kinds
from effllm.records.result import in_full
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.kb.knowledge_base import KnowledgeBase
    from effllm.records import Paper, Source

SORT_FIELDS = ("paper", "year", "metric", "value", "unit", "model", "size", "method", "hardware", *Setting.model_fields)
"""What figures can be sorted by; a leading ``-`` turns the order around."""


def columns_of_figures(reported_in: str) -> list[TableColumn]:
    """Return the columns of a table of figures, in order: what reports them, their fields, setting and baseline."""
    of_baseline = [column for column in columns_of(Baseline, "baseline_") if column.name != "baseline_what"]
    otherwise = {
        "setting": columns_of(Setting),
        "baseline": [TableColumn("baseline"), *of_baseline],
        "source": [TableColumn("sources", many=True)],
    }
    columns = [TableColumn(reported_in, optional=False)]
    for kind in field_kinds(Result):
        columns += otherwise.get(kind.name) or columns_of_field(kind)
    return columns


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure and the paper that reports it."""

    paper: Paper
    result: Result

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figure was read."""
        return (self.result.source,) if self.result.source else self.paper.source("results")

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain flat dictionary with the columns of `Results.to_csv`, every one present."""
        row = row_of(self.paper.key, self.result, self.sources)
        named = dict(zip((one.name for one in columns_of_figures("paper")), row, strict=True))
        return named | {"sources": [str(source) for source in self.sources]}


class Results(AsTable):
    """Figures in the order of their papers. Whether two may be compared is for `comparable` to say."""

    def __init__(self, reported: Iterable[Reported], kb: KnowledgeBase) -> None:
        self._reported = tuple(reported)
        self._kb = kb

    def __iter__(self) -> Iterator[Reported]:
        return iter(self._reported)

    def __len__(self) -> int:
        return len(self._reported)

    @overload
    def __getitem__(self, place: int) -> Reported: ...
    @overload
    def __getitem__(self, place: slice) -> Results: ...
    def __getitem__(self, place: int | slice) -> Reported | Results:
        """Return the figure at a place, from 0, or the figures of a slice."""
        if isinstance(place, slice):
            return Results(self._reported[place], self._kb)
        return self._reported[place]

    def __repr__(self) -> str:
        """Return how many there are."""
        return f"<Results: {len(self)}>"

    @named_arguments
    def filter(  # noqa: PLR0913 - one keyword a filter, as papers have them
        self,
        *,
        metric: str | None = None,
        bits: int | None = None,
        weight_bits: float | None = None,
        kv_bits: float | None = None,
        kv_budget: int | None = None,
        sparsity: str | None = None,
        model: str | None = None,
        size: str | None = None,
        method: str | None = None,
        dataset: str | None = None,
        paper: str | None = None,
        under: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> Results:
        """Return the figures that pass every filter given, in the same order. Of names only letters and digits count.

        Args:
            metric: a word of the vocabulary's ``metrics``.
            bits: bits a weight, rounded: 3 finds 3.02, too.
            weight_bits: exact bits a weight.
            kv_bits: exact bits a number of the KV cache.
            kv_budget: tokens that the KV cache keeps.
            sparsity: share or pattern of the weights that are zero, as the table has it: ``50%``, ``2:4``.
            model: name of a model, with its size or without: ``LLaMA``, ``LLaMA-7B``.
            size: its parameters, as printed: ``7B``.
            method: name of a method, as the table has it.
            dataset: name of what it was measured on.
            paper: key of a paper.
            under: id of a category; figures of the papers in it or anywhere below it.
            since: first year of the paper.
            until: last year of the paper.

        Raises:
            UnknownWord: the vocabulary has no such metric.
            UnknownPaper: there is no such paper.
            UnknownCategory: there is no category ``under``.
            ValueError: ``bits`` is no whole number, ``since`` or ``until`` no year.
            TypeError: what has to be a number is none, or what has to be a text.
        """
        for name, number in {"bits": bits, "weight_bits": weight_bits, "kv_bits": kv_bits}.items():
            check_number(name, number, "3")
        check_number("kv_budget", kv_budget, "1024")
        check_year("since", since)
        check_year("until", until)
        texts: dict[str, tuple[str | None, tuple[str, ...]]] = {
            "sparsity": (sparsity, ("50%", "2:4")),
            "model": (model, ("LLaMA", "LLaMA-7B")),
            "size": (size, ("7B",)),
            "method": (method, ("GPTQ",)),
            "dataset": (dataset, ("WikiText-2",)),
        }
        for name, (text, examples) in texts.items():
            if text is not None:
                check_text(name, text, *examples)
        metrics = [word.id for word in self._kb.vocabulary.metrics]
        if metric is not None and metric not in metrics:
            raise UnknownWord(metric, metrics)
        if bits is not None and bits != whole_bits(bits):
            raise ValueError(f"bits is {bits}; it must be a whole number: weight_bits={bits} finds the exact one")
        key = self._kb.papers[paper].key if paper is not None else None
        keys = self._kb.taxonomy[under].paper_keys if under is not None else None
        return Results(
            (
                one
                for one in self._reported
                for result in [one.result]
                for setting in [result.setting]
                if (metric is None or result.metric == metric)
                and (bits is None or whole_bits(setting.weight_bits) == bits)
                and (weight_bits is None or setting.weight_bits == weight_bits)
                and (kv_bits is None or setting.kv_bits == kv_bits)
                and (kv_budget is None or setting.kv_budget == kv_budget)
                and (sparsity is None or setting.sparsity == sparsity)
                and (model is None or _is(model, result.model, f"{result.model} {result.size}"))
                and (size is None or _is(size, result.size))
                and (method is None or _is(method, result.method))
                and (dataset is None or _is(dataset, setting.dataset))
                and (key is None or one.paper.key == key)
                and (keys is None or one.paper.key in keys)
                and (since is None or one.paper.year >= since)
                and (until is None or one.paper.year <= until)
            ),
            self._kb,
        )

    def nearest_names(
        self, *, model: str | None = None, method: str | None = None, dataset: str | None = None
    ) -> dict[str, list[str]]:
        """Return which of these names no figure here has, each with the nearest names that one has.

        The values of ``filter`` are free texts of papers, so that a misspelt one finds nothing: ask this why.
        """
        results = [one.result for one in self._reported]
        here: dict[str, Iterable[str | None]] = {
            "model": (name for one in results for name in (one.model, one.size and f"{one.model} {one.size}")),
            "method": (one.method for one in results),
            "dataset": (one.setting.dataset for one in results),
        }
        wanted = {"model": model, "method": method, "dataset": dataset}
        found = {}
        for field, text in wanted.items():
            names = dict.fromkeys(filter(None, here[field]))
            if text is not None and not _is(text, *names):
                found[text] = nearest(text, names)
        return found

    def sort(self, *fields: str) -> Results:
        """Return the figures in another order: by the first field, then the next; ``-value`` is the largest first.

        The fields are `SORT_FIELDS`. Sizes and numbers of tokens sort as numbers; figures without a value come last.

        Raises:
            ValueError: there is no such field.
        """
        return Results(in_order(self._reported, fields, SORT_FIELDS, _value_of), self._kb)

    def comparable(self, *, at_least: int = 2) -> tuple[Comparable, ...]:
        """Return those of these figures that belong in one ranking, group by group; what stands alone is left out.

        A group shares metric, unit, model, size, setting, hardware and, for a relative metric, the baseline. Methods
        are ranked within a table of their paper: it alone ran them on the same data, while two papers that run one
        method differ in more than they say. There they share the bits of weights and activations as rounded; exact
        bits, group size and calibration belong to the method, and each figure's own setting has them. See
        `Comparable.ranks` for who is first.

        Args:
            at_least: figures that a group has; with 1 also what stands alone.
        """
        metrics = {metric.id: metric for metric in self._kb.vocabulary.metrics}
        return tuple(rankings(self._reported, metrics, at_least=at_least))

    def _columns(self) -> list[TableColumn]:
        return columns_of_figures("paper")

    def _rows(self) -> Iterator[list[Any]]:
        return (row_of(one.paper.key, one.result, one.sources) for one in self._reported)


def _value_of(one: Reported, field: str) -> Any:  # noqa: ANN401 - of any field
    if field in {"paper", "year"}:
        return one.paper.key if field == "paper" else one.paper.year
    value = getattr(one.result.setting if field in Setting.model_fields else one.result, field)
    return in_full(value) if field in {"size", "training_tokens"} else value


def _is(wanted: str, *names: str | None) -> bool:
    """Tell whether one of these names is the one that is looked for."""
    return any(name is not None and title_key(name) == title_key(wanted) for name in names)


def row_of(reported_in: str, result: Result, sources: tuple[Source, ...]) -> list[Any]:
    """Return the values of the columns."""
    row: list[Any] = [reported_in]
    for name in Result.model_fields:
        value = getattr(result, name)
        if name == "source":
            row.append(sources)
        elif name == "setting":
            row += [getattr(value, inner) for inner in Setting.model_fields]
        elif name == "baseline":
            row += [getattr(value, inner) if value else None for inner in Baseline.model_fields]
        else:
            row.append(value)
    return row
