"""Language models and the accelerators they run on: `models` and `hardware`."""

from typing import TYPE_CHECKING, Annotated

import typer

from effllm.arguments import check_day
from effllm.cli.checkout_path import load
from effllm.cli.console import say, show, show_json, table
from effllm.cli.options import Json, Root, named
from effllm.cli.record_view import print_record
from effllm.wording import big, scaled

if TYPE_CHECKING:
    from rich.table import Table

    from effllm.kb import Hardware, Models

_FILTER = "Filters"
_SOURCES = frozenset({"sources"})


def _day(value: str | None) -> str | None:
    """Refuse what is neither a year nor a day."""
    try:
        check_day("it", value)
    except ValueError:
        raise typer.BadParameter("it must be a year or a day: 2024 or 2024-04-18") from None
    return value


Since = Annotated[
    str | None,
    typer.Option(
        metavar="YEAR", callback=_day, help="Released in this year, or on this day, or later.", rich_help_panel=_FILTER
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        metavar="YEAR",
        callback=_day,
        help="Released in this year, or on this day, or earlier.",
        rich_help_panel=_FILTER,
    ),
]


def models(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="Print all that is known about this model.")] = None,
    *,
    organization: Annotated[
        str | None,
        typer.Option(metavar="NAME", callback=named, help="Models of a maker of this name.", rich_help_panel=_FILTER),
    ] = None,
    family: Annotated[
        str | None, typer.Option(metavar="FAMILY", help="Sizes of one model: llama-3.", rich_help_panel=_FILTER)
    ] = None,
    since: Since = None,
    until: Until = None,
    open_weights: Annotated[
        bool | None,
        typer.Option("--open/--not-open", help="Weights that everybody can download, or not.", rich_help_panel=_FILTER),
    ] = None,
    license: Annotated[  # noqa: A002 - as the option is called
        str | None,
        typer.Option(metavar="NAME", callback=named, help="Words of its license: apache.", rich_help_panel=_FILTER),
    ] = None,
    min_parameters: Annotated[
        float | None, typer.Option(metavar="NUMBER", help="Fewest parameters: 7e9.", rich_help_panel=_FILTER)
    ] = None,
    max_parameters: Annotated[
        float | None, typer.Option(metavar="NUMBER", help="Most parameters.", rich_help_panel=_FILTER)
    ] = None,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print language models: size, training, weights.

    With an id it prints all that is known about one, with its sources.
    """
    kb = load(root)
    if name is not None:
        one = kb.models[name]
        show_json(one.to_dict()) if json else print_record(kb, one)
        return
    found = kb.models.filter(
        organization=organization,
        family=family,
        since=since,
        until=until,
        open_weights=open_weights,
        license=license,
        min_parameters=min_parameters,
        max_parameters=max_parameters,
    )
    if json:
        show_json(found.to_records(), left_out=_SOURCES)
    elif found:
        show(_overview(found))
    else:
        say("no model passes these filters")


def hardware(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="Print all that is known about this accelerator, by id or name.")
    ] = None,
    *,
    manufacturer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Made or sold by this company.", rich_help_panel=_FILTER)
    ] = None,
    since: Since = None,
    until: Until = None,
    min_memory: Annotated[
        float | None, typer.Option(metavar="BYTES", help="Least memory: 80e9 for 80 GB.", rich_help_panel=_FILTER)
    ] = None,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print accelerators: memory, bandwidth, speed, power, price.

    With an id it prints all that is known about one, with its sources.
    """
    kb = load(root)
    if name is not None:
        one = kb.hardware[name]
        show_json(one.to_dict()) if json else print_record(kb, one)
        return
    found = kb.hardware.filter(manufacturer=manufacturer, since=since, until=until, min_memory=min_memory)
    if json:
        show_json(found.to_records(), left_out=_SOURCES)
    elif found:
        show(_accelerators(found))
    else:
        say("no accelerator passes these filters")


def _accelerators(hardware: "Hardware") -> "Table":
    found = table("id", "accelerator", "released", "GB", "TB/s", "16-bit TFLOP/s", "W", "USD", whole=("id", "released"))
    for column in found.columns[3:]:
        column.justify = "right"
    for one in hardware.values():
        fp16 = one.flops.fp16 if one.flops else None
        numbers = (scaled(one.memory, 1e9), scaled(one.bandwidth, 1e12), scaled(fp16, 1e12), scaled(one.power))
        found.add_row(one.id, one.name, one.released or "", *numbers, scaled(one.price_usd))
    return found


def _overview(models: "Models") -> "Table":
    found = table(
        "id", "model", "released", "parameters", "tokens", "FLOP", "weights", "license", whole=("id", "released")
    )
    for column in found.columns[3:6]:
        column.justify = "right"
    for one in models.values():
        compute = f"{one.compute:.2e}" if one.compute else ""
        found.add_row(
            one.id,
            one.name,
            one.released or "",
            big(one.parameters),
            big(one.tokens),
            compute,
            one.weights or "",
            one.license or "",
        )
    return found
