"""`effllm results`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from effllm.cli.checkout_path import load
from effllm.cli.console import say, show, show_json, table
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Container

    from rich.table import Table

    from effllm.kb import Comparable, Reported, Results
    from effllm.records import Result

_WHAT = "What was measured"
_HOW = "How the model was compressed"


@filtered
def results(
    *,
    metric: Annotated[
        str | None, typer.Option(metavar="METRIC", help="A word: perplexity, speedup.", rich_help_panel=_WHAT)
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="With its size or without: LLaMA-7B.", rich_help_panel=_WHAT)
    ] = None,
    size: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Parameters, as printed: 7B.", rich_help_panel=_WHAT)
    ] = None,
    dataset: Annotated[
        str | None, typer.Option(metavar="NAME", help="What it was measured on.", rich_help_panel=_WHAT)
    ] = None,
    method: Annotated[
        str | None, typer.Option(metavar="NAME", help="As the table has it: GPTQ.", rich_help_panel=_HOW)
    ] = None,
    bits: Annotated[
        int | None, typer.Option(metavar="N", help="Bits a weight, rounded: 3 finds 3.02.", rich_help_panel=_HOW)
    ] = None,
    weight_bits: Annotated[
        float | None, typer.Option(metavar="N", help="Bits a weight, exactly.", rich_help_panel=_HOW)
    ] = None,
    kv_bits: Annotated[
        float | None, typer.Option(metavar="N", help="Bits a number of the KV cache.", rich_help_panel=_HOW)
    ] = None,
    kv_budget: Annotated[
        int | None, typer.Option(metavar="N", help="Tokens that the KV cache keeps.", rich_help_panel=_HOW)
    ] = None,
    sparsity: Annotated[
        str | None, typer.Option(metavar="SHARE", help="Weights that are zero: 50%, 2:4.", rich_help_panel=_HOW)
    ] = None,
    paper: Annotated[str | None, typer.Option(metavar="KEY", help="Figures of this paper.")] = None,
    ranked: Annotated[bool, typer.Option("--ranked", help="Print rankings: what compares, the best first.")] = False,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print figures that papers report, ranked where they compare.

    With --ranked it prints the groups that may be compared, and leaves out what stands alone. A rank counts those that
    are better with no more bits, so several can be first.
    """
    every = filters.narrow(load(root)).results()
    found = every.filter(
        metric=metric,
        model=model,
        size=size,
        dataset=dataset,
        method=method,
        bits=bits,
        weight_bits=weight_bits,
        kv_bits=kv_bits,
        kv_budget=kv_budget,
        sparsity=sparsity,
        paper=paper,
    )
    for name, near in every.nearest_names(model=model, dataset=dataset, method=method).items():
        say(f"no figure has {name!r}; did you mean {' or '.join(near)}?" if near else f"no figure has {name!r}")
    groups = found.comparable() if ranked else ()
    if json:
        show_json([_plain(group) for group in groups] if ranked else found.to_records())
    elif ranked:
        for group in groups:
            _print(group)
        say(f"{count(len(groups), 'ranking')} of {count(len(found), 'figure')}")
    else:
        if len(found):
            show(_overview(found))
        say(count(len(found), "figure"))


def _plain(group: "Comparable") -> dict[str, Any]:
    """Return a ranking: what all share, and its figures with their ranks, null where nothing is ranked."""
    return {
        "metric": group.metric.id,
        "better": group.metric.better,
        "unit": group.unit,
        "model": group.model,
        "size": group.size,
        "bits": group.bits,
        "setting": group.setting.given,
        "hardware": group.hardware,
        "against": group.against,
        "results": [{"rank": rank or None} | one.to_dict() for rank, one in zip(group.ranks, group, strict=True)],
    }


def _overview(found: "Results") -> "Table":
    listed = table(
        "metric", "value", "model", "method", "setting", "paper", "where", whole=("metric", "value", "paper")
    )
    listed.columns[1].justify = "right"
    for one in found:
        result = one.result
        listed.add_row(
            result.metric, _value(one), _model(result), result.method or "", _setting(one), one.paper.key, result.where
        )
    return listed


def _print(group: "Comparable") -> None:
    """Print a ranking: what all share in a line, then a line for each figure with what is its own."""
    first = group.results[0]
    place = f"{first.paper.key}, {first.result.where}" if first.result.method else "several papers"
    against = f"against {group.against}" if group.against else ""
    shared = [f"{name} {_plain_number(value)}" for name, value in group.setting.given.items()]
    better = "" if group.metric.better == "neither" else f"{group.metric.better} is better"
    about = [group.metric.name, _model(first.result), *shared, group.hardware or "", against, better, place]
    show(Text(", ".join(filter(None, about)), "bold"))
    listed = table("rank", "value", "method", "its own", "paper", whole=("rank", "value", "paper"))
    for column in listed.columns[:2]:
        column.justify = "right"
    for rank, one in zip(group.ranks, group, strict=True):
        own = _setting(one, but=set(group.setting.given))
        listed.add_row(str(rank or ""), _value(one), one.result.method or "", own, one.paper.key)
    show(listed)
    print()


def _value(one: "Reported") -> str:
    return " ".join(filter(None, [_plain_number(one.result.value), one.result.unit]))


def _model(result: "Result") -> str:
    return f"{result.model} {result.size}" if result.size else result.model


def _setting(one: "Reported", but: "Container[str]" = ()) -> str:
    """Return what was said of the setting: ``dataset C4, weight_bits 3``."""
    given = one.result.setting.given.items()
    return ", ".join(f"{name} {_plain_number(value)}" for name, value in given if name not in but)


def _plain_number(value: "str | float") -> str:
    """Return a value of a setting as people write it: 3, not 3.0."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
