"""`effllm plan`."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from effllm.arithmetic import Quantity, read_number
from effllm.cli import plan_training
from effllm.cli.checkout_path import load
from effllm.cli.console import show, show_file, show_json, show_records, table
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Json, Root
from effllm.plan import KV, WEIGHTS
from effllm.plan.choices import CARDS_ONLY
from effllm.plan.device_plan import BOUNDS
from effllm.plan.verdict import PARTS, case_of, lacking, size
from effllm.wording import count as counted

if TYPE_CHECKING:
    from effllm.plan import Plan, TrainingPlan

_SHOWN = 8
_COLOURS = {"yes": "green", "no": "red", "no_without": "red", "printed": "yellow", "unknown": "yellow"}


def plan(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="Id or name of a model.")],
    *,
    on: Annotated[
        str | None, typer.Option(metavar="HARDWARE", help="Id or name of an accelerator; else the memory alone.")
    ] = None,
    count: Annotated[str, typer.Option(metavar="N", help="How many of them share the model.")] = "1",
    weights: Annotated[str, typer.Option(metavar="FORMAT", help=f"Of the weights: {', '.join(WEIGHTS)}.")] = "bf16",
    kv: Annotated[str, typer.Option(metavar="FORMAT", help=f"Of the KV cache: {', '.join(KV)}.")] = "bf16",
    context: Annotated[
        str | None, typer.Option(metavar="TOKENS", help="Tokens of a sequence: 4096, 128Ki; 4,096 where not said.")
    ] = None,
    batch: Annotated[str, typer.Option(metavar="N", help="Sequences at a time.")] = "1",
    price: Annotated[
        str | None, typer.Option(metavar="USD", help="What an accelerator hour costs, in US dollars.")
    ] = None,
    train: Annotated[bool, typer.Option("--train", help="Plan a training run in place of serving.")] = False,
    tokens: Annotated[
        str | None, typer.Option(metavar="N", help="Training tokens, as 15t; those of the model where not said.")
    ] = None,
    utilization: Annotated[
        str | None,
        typer.Option(
            metavar="SHARE", help="Share of the peak that training reaches, as 40%, which is taken where not said."
        ),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown tables.")] = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Say whether a model fits, and how fast it can be at best.

    Bytes are given in GB, 10^9 of them, and in GiB, 2^30. Times are lower bounds from the roofline: no real run is as
    fast. Each number names the formula that gives it; effllm calc shows that. With --train it says what training the
    model takes: operations, hours, price, energy, loss by each law, and real runs that are near.
    """
    if json and markdown:
        raise WrongUsage("--json or --markdown, not both")
    kb = load(root)
    try:
        if train:
            if (weights, kv, context, batch) != ("bf16", "bf16", None, "1"):
                raise WrongUsage("--weights, --kv, --context and --batch are for serving, not for --train")
            run = kb.plan_training(
                model,
                tokens=_whole("--tokens", tokens) if tokens is not None else None,
                on=on,
                count=_whole("--count", count),
                utilization=_number("--utilization", utilization or "0.4"),
                price_per_hour=_number("--price", price) if price is not None else None,
            )
            _show_training(run, model, json=json, markdown=markdown)
            return
        if tokens is not None:
            raise WrongUsage("--tokens is for --train; --context says how long a sequence is")
        if utilization is not None:
            raise WrongUsage("--utilization is for --train; the times of serving are bounds at full speed")
        made = kb.plan(
            model,
            on=on,
            count=_whole("--count", count),
            weights=weights,
            kv=kv,
            context=_whole("--context", context) if context is not None else None,
            batch=_whole("--batch", batch),
            price_per_hour=_number("--price", price) if price is not None else None,
        )
    except ValueError as error:
        raise WrongUsage(str(error)) from None
    if json:
        show_json(made.to_dict())
    elif markdown:
        show_file(_markdown(made))
    else:
        _print(made)


def _show_training(made: "TrainingPlan", model: str, *, json: bool, markdown: bool) -> None:
    if json:
        show_json(made.to_dict())
    elif markdown:
        show_file(plan_training.markdown(made, model))
    else:
        plan_training.print_training(made, model)


def _number(option: str, text: str) -> float:
    try:
        return read_number(text)
    except ValueError as error:
        raise WrongUsage(f"{option}: {error}") from None


def _whole(option: str, text: str) -> int:
    value = _number(option, text)
    if not value.is_integer():
        raise WrongUsage(f"{option}: {value:g} is no whole number")
    return int(value)


def _title(made: "Plan") -> str:
    chosen = made.choices
    return (
        f"{made.model.name}, weights in {WEIGHTS[chosen.weights].name}, KV cache in {KV[chosen.kv].name}, "
        f"{counted(chosen.tokens, 'token')}, {counted(chosen.batch, 'sequence')}"
    )


def rows(made: "Plan") -> list[tuple[str, str, str]]:
    """Return the rows of memory: part, size, formulas."""
    found = []
    for part, name in PARTS.items():
        used = dict.fromkeys(one.term.formula for one in made.figures if one.term.part == part)
        bytes_ = made.memory[part]
        shown = "unknown" if bytes_ is None else size(bytes_)
        found.append((name[0].upper() + name[1:], shown, ", ".join(used) or made.unknown.get(part, "")))
    if made.choices.count > 1:
        said = "at least: what is unknown is not counted" if lacking(made) else "copies included"
        found.append(("On the fullest of all", size(made.per_device), said))
    if made.accelerator and made.accelerator.memory:
        found.append(("Memory of one", size(made.accelerator.memory), "as its data sheet prints it"))
    return found


def bounds(made: "Plan") -> list[tuple[str, str, str, str]]:
    """Return the rows of bounds: name, value, what limits it, formulas."""
    found = []
    for name in BOUNDS:
        title = name.replace("_", " ")
        if name in made.bounds:
            one = made.bounds[name]
            used = dict.fromkeys(figure.term.formula for figure in one.figures)
            counted_of = CARDS_ONLY if name == BOUNDS[-1] and made.choices.price_per_hour is None else one.limited_by
            found.append((title, _value(one.value), counted_of, ", ".join(used)))
        elif made.accelerator:
            found.append((title, "unknown", made.unknown.get(name) or made.unknown.get("weights_read", ""), ""))
    return found


def _value(value: Quantity) -> str:
    if value.unit == "s" and value < 1:
        return f"{value * 1000:,.3g} ms"
    return f"{value:,.3g} {value.unit}" if abs(value) < 1000 else f"{value:,.0f} {value.unit}"  # noqa: PLR2004


def _print(made: "Plan") -> None:
    show(Text(_title(made), "bold"))
    show(Text(made.verdict, _COLOURS.get(case_of(made), "")))
    print()
    parts = table("memory", "bytes", "formula", whole=("memory", "bytes"))
    for row in rows(made):
        parts.add_row(*row)
    show_records(parts)
    if made.accelerator:
        print()
        limits = table("at best", "value", "limited by", "formula", whole=("at best", "value"))
        for limit in bounds(made):
            limits.add_row(*limit)
        show_records(limits)
        for said in dict.fromkeys(said for one in made.bounds.values() for said in one.assumptions):
            show(Text(f"  {said}", "dim"))
    _print_rest(made)


def _print_rest(made: "Plan") -> None:
    """Print what would save memory, what runs it, what was measured, and notes."""
    if made.fits is False:
        print()
        listed = table("to make it fit", "takes", "saves", "papers", whole=("takes", "saves"))
        for saving in ([one for one in made.savings if one.fits] or made.savings)[:_SHOWN]:
            listed.add_row(saving.what, size(saving.per_device), size(saving.saves), ", ".join(saving.papers))
        show_records(listed)
    if made.frameworks:
        print()
        names = ", ".join(one.framework.name for one in made.frameworks)
        show(Text(f"{counted(len(made.frameworks), 'framework')} with these weights on such hardware: {names}"))
    if made.measured:
        print()
        near = table("measured", "value", "on", "where", whole=("value",))
        for figure in made.measured[:_SHOWN]:
            one = figure.result
            value, where = f"{one.value} {one.unit or ''}", f"{figure.sources[0]}" if figure.sources else ""
            near.add_row(f"{one.method or one.model}: {one.metric}", value, one.hardware or "", where)
        show_records(near)
    print()
    for said in made.notes:
        show(Text(f"note: {said}"))


def _markdown(made: "Plan") -> str:
    lines = [f"## {_title(made)}", "", made.verdict, "", "| memory | bytes | formula |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows(made)]
    if made.accelerator:
        lines += ["", "| at best | value | limited by | formula |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(row)} |" for row in bounds(made)]
        said = dict.fromkeys(said for one in made.bounds.values() for said in one.assumptions)
        lines += ["", *(f"- {one}" for one in said)]
    return "\n".join([*lines, ""])
