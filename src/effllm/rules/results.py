"""M: what a paper reports: figures, laws, and how the experiments were set up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule
from effllm.nearest import did_you_mean
from effllm.records.result import SIZE, in_full
from effllm.rules.context import each
from effllm.store.writer import line

if TYPE_CHECKING:
    from effllm.records import Measurement, Metric, Paper, Result
    from effllm.rules.context import Context, Findings
    from effllm.store.document import Loc

METRIC = Rule(
    "M001",
    "A metric is a word of the vocabulary",
    "Figures are listed and compared metric by metric; a word of its own would be compared with nothing.",
    "metric,value,model,where\nperplexitiy,9.91,LLaMA,Table 1",
    "metric,value,model,where\nperplexity,9.91,LLaMA,Table 1",
)
UNIT = Rule(
    "M002",
    "A unit is one of its metric's",
    "Milliseconds and seconds in one column would rank the slow before the fast.",
    "metric,value,unit,model\nlatency,1.87,msec,LLaMA",
    "metric,value,unit,model\nlatency,1.87,ms,LLaMA",
)
SOURCE = Rule(
    "M003",
    "Figures, laws and set-ups come with their source",
    "A number that cannot be looked up is worth nothing to somebody who has to rely on it.",
    "equations:\n  - name: Loss and model size",
    "equations:\n  - name: Loss and model size\nsources:\n  equations: arXiv:2402.17764",
)
SIZE_FORM = Rule(
    "M004",
    "A size is a number with K, M, B or T",
    "It is printed as the paper has it, and sorted by the number that it stands for.",
    "model,size\nLLaMA,3 billion",
    "model,size\nLLaMA,3B",
)
WHERE = Rule(
    "M005",
    "The place in the paper is a table, figure, equation or section",
    "Whoever wants to check the figure opens the paper there.",
    "where: tab. 2",
    "where: Table 2",
)
TWICE = Rule(
    "M006",
    "One figure for one setting",
    "Two figures for the same thing are a slip, or the setting does not say in what they differ.",
    "metric,value,model\nloss,2.5,A\nloss,2.4,A",
    "metric,value,model,size\nloss,2.5,A,3B\nloss,2.4,A,7B",
)
RANGE = Rule(
    "M007",
    "Figures and settings are possible",
    "A percentage over 100 or a weight of 160 bits is a slip of the pen.",
    "metric,value,weight_bits\nloss,2.5,160",
    "metric,value,weight_bits\nloss,2.5,16",
)
BASELINE = Rule(
    "M008",
    "A relative figure names its baseline",
    "Three times faster says nothing without the word than.",
    "metric,value,model\nspeedup,2.71,BitNet",
    "metric,value,model,baseline\nspeedup,2.71,BitNet,LLaMA 3B",
)
SYMBOL = Rule(
    "M009",
    "A constant occurs in its equation",
    "The value belongs to a letter that a reader can find.",
    "text: L(N) = (N_c / N)^a\nconstants:\n  - {symbol: b, value: 0.076}",
    "text: L(N) = (N_c / N)^a\nconstants:\n  - {symbol: a, value: 0.076}",
)
COST = Rule(
    "M010",
    "The method costs less than its baseline",
    "Time, memory and energy are what the methods here save. Where the baseline is better, the two may be swapped.",
    "metric: memory\nvalue: 10\nunit: GB\nbaseline: {what: Thin, value: 3}",
    "metric: memory\nvalue: 3\nunit: GB\nbaseline: {what: Thin, value: 10}",
    severity="warning",
)
HUNDREDFOLD = Rule(
    "M011",
    "A figure is not a hundred times its baseline",
    "So much is rare. More often a decimal point got lost, or one of the two has another unit.",
    "metric: latency\nvalue: 2050\nunit: ms\nbaseline: {what: Thin, value: 18.5}",
    "metric: latency\nvalue: 20.5\nunit: ms\nbaseline: {what: Thin, value: 18.5}",
    severity="warning",
)

_REPORTING = ("paper", "measurement")
_PARTS = ("setup", "equations", "results")
_KINDS = ("Table", "Figure", "Equation", "Section", "Appendix", "Algorithm", "Footnote", "Page")
_FILE = r"(?:[\w-]+/)*[\w.-]+\.(?:md|json)(?:, [^;]+)?"  # README.md, Model Zoo: a file and its heading
_PLACE = re.compile(rf"Abstract|(?:{'|'.join(_KINDS)}) [A-Z0-9][A-Za-z0-9.]*|{_FILE}", re.ASCII)
_LOOSE = re.compile(r"([A-Za-z]+)\W*([A-Za-z0-9][\w.]*)?\W*", re.ASCII)
_EXAMPLE = (
    "a place reads Table 2, Figure 3, Equation 4.1, Section 3, Appendix B, Abstract or README.md, Results; several with"
    " semicolons"
)
_MOST_BITS = 64
_COSTS = frozenset({"energy", "latency", "max-batch-size", "memory", "throughput", "training-cost"})
"""Metrics of what a method saves; of accuracy or perplexity the baseline often keeps a little more."""

_HUNDRED = 100
_COUNTS = ("kv_budget", "group_size", "training_examples", "batch", "sequence_length")


def _metric(result: Result, context: Context) -> Metric | None:
    """Return the metric of a result; None where the vocabulary could not be read or has no such word."""
    metrics = context.vocabulary.metrics if context.vocabulary else ()
    return next((metric for metric in metrics if metric.id == result.metric), None)


_SHORT = {"ppl": "perplexity", "acc": "accuracy", "acc.": "accuracy", "tps": "throughput", "mem": "memory"}
"""What papers call a metric in the head of a table."""


@each(_REPORTING, METRIC)
def metric(paper: Paper | Measurement, context: Context) -> Findings:
    """Look the metrics up."""
    if context.vocabulary is None:
        return
    words = [word.id for word in context.vocabulary.metrics]
    for number, result in enumerate(paper.results):
        if result.metric and result.metric not in words:
            short = _SHORT.get(result.metric.casefold())
            new = f"one of {', '.join(words)}; a new one comes into metrics in taxonomy/vocabulary.yml first"
            hint = f"write: {short}" if short in words else did_you_mean(result.metric, words) or new
            yield Finding(("results", number, "metric"), f'no metric "{result.metric}"', hint)


@each(_REPORTING, UNIT)
def unit(paper: Paper | Measurement, context: Context) -> Findings:
    """Compare the units with those of the metrics."""
    for number, result in enumerate(paper.results):
        word = _metric(result, context)
        if word is None or (result.unit or None) in (word.units or (None,)):
            continue
        if not word.units:
            hint = "empty the cell"
        else:
            hint = did_you_mean(result.unit or "", word.units) or f"one of {', '.join(word.units)}"
        said = f'{word.id} is not given in "{result.unit}"' if result.unit else f"{word.id} without its unit"
        yield Finding(("results", number, *(("unit",) if result.unit else ())), said, hint)


@each(_REPORTING, SOURCE, needs=("sources",))
def source(paper: Paper | Measurement, _: Context) -> Findings:
    """Look for figures without a source."""
    arxiv = getattr(paper, "arxiv", None)
    example = f"arXiv:{arxiv}" if arxiv else "the address of the paper or of the page"
    for part in _PARTS:
        if any(not getattr(item, "source", None) for item in getattr(paper, part, ())) and part not in paper.sources:
            loc = ("sources",) if part == "results" else (part,)  # figures are in a file of their own
            yield Finding(loc, f"{part} without a source", f"add below sources: {part}: {example}", key=True)


@each(_REPORTING, SIZE_FORM)
def size_form(paper: Paper | Measurement, _: Context) -> Findings:
    """Check the form of sizes and numbers of tokens."""
    for number, result in enumerate(paper.results):
        places: tuple[tuple[Loc, str | None], ...] = (
            (("size",), result.size),
            (("setting", "training_tokens"), result.setting.training_tokens),
        )
        for loc, text in places:
            if text and in_full(text) is None:
                meant = re.sub(r"[^0-9.KMBT]", "", text.upper().replace("BILLION", "B").replace("MILLION", "M"))
                right = f"write: {meant}" if re.fullmatch(SIZE, meant) else "a size reads 700M or 1.3B"
                yield Finding(("results", number, *loc), f'"{text}" is no size', right)


@each(_REPORTING, WHERE)
def where(paper: Paper | Measurement, _: Context) -> Findings:
    """Check that places in the paper are named in one way."""
    for part in _PARTS:
        for number, item in enumerate(getattr(paper, part, ())):
            if item.where and (hint := wrong_place(item.where, in_table=part == "results")):
                yield Finding((part, number, "where"), f'"{item.where}" is no place in a paper', hint)


def wrong_place(text: str, *, in_table: bool = False) -> str:
    """Return what would be right where a text is no place in a paper; empty where it is one."""
    places = text.split("; ")
    if all(map(_PLACE.fullmatch, places)):
        return ""
    right = "; ".join(map(_meant_place, places))
    is_place = all(map(_PLACE.fullmatch, right.split("; ")))
    return f"write: {right if in_table else line('where', right)}" if is_place else _EXAMPLE


def _meant_place(text: str) -> str:
    """Return ``Table 2`` for ``tab. 2``; empty where nothing like it is meant."""
    match = _LOOSE.fullmatch(text.strip())
    if match is None:
        return ""
    kind = next(
        (kind for kind in ("Abstract", *_KINDS) if kind.lower().startswith(match[1].lower().removesuffix("s"))), ""
    )
    return f"{kind} {match[2].strip('.')}" if match[2] else kind


@each(_REPORTING, TWICE, needs=("results",))
def twice(paper: Paper | Measurement, _: Context) -> Findings:
    """Look for two figures of the same thing."""
    first: dict[object, int] = {}
    for number, result in enumerate(paper.results):
        against = result.baseline.what if result.baseline else None
        about = (result.metric, result.unit, result.model, result.size, result.method)
        what = (*about, result.setting, result.hardware, against)
        before = first.setdefault(what, number)
        if before != number:
            other = paper.results[before].value
            same = other == result.value
            if same and paper.results[before].where != result.where:
                continue  # a second table prints it again, as the baseline of its rows
            hint = "keep one of the two" if same else "say in the setting in what they differ, or keep the right one"
            yield Finding(("results", number), f"line {before + 2} gives {other:g} for the same setting already", hint)


@each(_REPORTING, RANGE)
def figure_range(paper: Paper | Measurement, _: Context) -> Findings:
    """Look for figures that cannot be."""
    for number, result in enumerate(paper.results):
        values = [
            result.value,
            *([result.baseline.value] if result.baseline and result.baseline.value is not None else []),
        ]
        if result.unit == "%" and not all(0 <= value <= 100 for value in values):  # noqa: PLR2004 - per cent
            yield Finding(("results", number, "value"), f"{max(values, key=abs):g} is no percentage", "from 0 to 100")
        for name, value in result.setting.given.items():
            loc = ("results", number, "setting", name)
            if name.endswith("_bits") and not 0 < float(value) <= _MOST_BITS:
                yield Finding(loc, f"{name} cannot be {value:g}", f"more than 0, at most {_MOST_BITS}")
            if name in _COUNTS and int(value) < 1:
                yield Finding(loc, f"{name} cannot be {value}", "1 or more")


@each(_REPORTING, BASELINE)
def baseline(paper: Paper | Measurement, context: Context) -> Findings:
    """Look for relative figures that do not say to what."""
    for number, result in enumerate(paper.results):
        word = _metric(result, context)
        if word and word.relative and result.baseline is None:
            hint = "fill the column baseline: name and size of the other model"
            yield Finding(("results", number), f"{word.id} of {result.value:g} against nothing", hint)


@each("paper", SYMBOL)
def symbol(paper: Paper, _: Context) -> Findings:
    """Look for constants that their equation does not have."""
    for number, equation in enumerate(paper.equations):
        for place, constant in enumerate(equation.constants):
            if constant.symbol and equation.text and constant.symbol not in equation.text:
                loc = ("equations", number, "constants", place, "symbol")
                yield Finding(loc, f'the equation has no "{constant.symbol}"', f"it reads {equation.text}")


@each(_REPORTING, COST)
def cost(paper: Paper | Measurement, context: Context) -> Findings:
    """Look for costs that are higher than the baseline's."""
    for number, result in enumerate(paper.results):
        word = _metric(result, context)
        against = result.baseline.value if result.baseline else None
        if word is None or word.id not in _COSTS or against is None or _is_hundredfold(result.value, against):
            continue
        if result.value < against if word.better == "higher" else result.value > against:
            message = f"{word.id} of {result.value:g}, and the baseline with {against:g} is better"
            hint = "look whether the two are swapped; right where the paper itself reports that it costs more"
            yield Finding(("results", number, "value"), message, hint)


@each(_REPORTING, HUNDREDFOLD)
def hundredfold(paper: Paper | Measurement, context: Context) -> Findings:
    """Look for figures far from their baselines; the perplexity of a model that broke is in the thousands."""
    for number, result in enumerate(paper.results):
        word = _metric(result, context)
        against = result.baseline.value if result.baseline else None
        if word and word.id != "perplexity" and against is not None and _is_hundredfold(result.value, against):
            message = f"{word.id} of {result.value:g} against {against:g} of the baseline"
            yield Finding(("results", number, "value"), message, "look at decimal point and unit of both")


def _is_hundredfold(value: float, against: float) -> bool:
    small, large = sorted((abs(value), abs(against)))
    return small > 0 and large / small >= _HUNDRED


CHECKS = (metric, unit, source, size_form, where, twice, figure_range, baseline, symbol, cost, hundredfold)
