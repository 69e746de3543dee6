"""`effllm frameworks`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import say, show_json, show_records, table
from effllm.cli.options import Json, Root
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase
    from effllm.records import Framework

_NEED = "Needs, all of them; each option several times"
_CHOICE = "Choice"


def frameworks(
    *,
    supports: Annotated[
        list[str] | None, typer.Option(metavar="USE", help="Documents this use: serving.", rich_help_panel=_NEED)
    ] = None,
    feature: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="Has this: lora-serving.", rich_help_panel=_NEED)
    ] = None,
    hardware: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="Runs on this: amd.", rich_help_panel=_NEED)
    ] = None,
    quantization: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="Reads, makes or runs this: gguf.", rich_help_panel=_NEED)
    ] = None,
    parallelism: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="Spreads a model so: tensor.", rich_help_panel=_NEED)
    ] = None,
    platform: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="Runs on this system: mobile-os.", rich_help_panel=_NEED)
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Is of this kind, or of one of several.", rich_help_panel=_CHOICE),
    ] = None,
    license_: Annotated[
        list[str] | None,
        typer.Option("--license", metavar="SPDX", help="Has this license, or one of several.", rich_help_panel=_CHOICE),
    ] = None,
    active: Annotated[
        bool | None, typer.Option("--active/--not-active", help="Is worked on, or not.", rich_help_panel=_CHOICE)
    ] = None,
    json: Json = False,
    root: Root = None,
) -> None:
    """Find frameworks by what they can do.

    A framework passes where a source says yes: what is unknown does not pass. Words are those of the comparison, by id
    or name.
    """
    kb = load(root)
    given = {
        "supports": supports,
        "parallelism": parallelism,
        "quantization": quantization,
        "hardware": hardware,
        "feature": feature,
        "platform": platform,
    }
    needs = {name: texts for name, texts in given.items() if texts}
    found = kb.frameworks.filter(**needs, kind=kind, license=license_, active=active)
    ordered = sorted(found.values(), key=lambda one: (one.status.state != "active", one.name.casefold()))
    asked = _asked(kb, needs)
    if json:
        show_json([_plain(one, asked) for one in ordered])
    elif ordered:
        _print(ordered)
    say(f"{len(ordered)} of {count(len(kb.frameworks), 'framework')}")


def _asked(kb: "KnowledgeBase", needs: "dict[str, list[str]]") -> list[tuple[str, str]]:
    """Return the cells that were asked for, as groups and words."""
    groups = {name: "features" if name == "feature" else name for name in needs}
    return [
        (group, kb.vocabulary.group(group).named(text).id) for name, group in groups.items() for text in needs[name]
    ]


def _print(found: "list[Framework]") -> None:
    listed = table("id", "framework", "kind", "status", "license", whole=("id", "kind", "status", "license"))
    for one in found:
        listed.add_row(one.id, one.name, one.kind, f"{one.status.state} ({one.status.as_of})", one.license or "?")
    show_records(listed)


def _plain(one: "Framework", asked: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the facts that one chooses by, and the cells that were asked for, each with its source."""
    cells = {f"{group}.{word}": one.cell(group, word).to_dict() for group, word in asked}
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "license": one.license,
        "first_release": one.first_release,
        "status": one.status.to_dict(),
        "url": one.url,
        "cells": cells,
    }
