"""The commands that find frameworks by what they can do, `frameworks`, and set them side by side, `compare`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from effllm.cli.checkout_path import load
from effllm.cli.console import console, is_terminal, say, show, show_file, show_json, show_records, table
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Json, Root
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import Comparison, KnowledgeBase, Row
    from effllm.records import Cell, Framework


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


MARKS = {"yes": "✓", "no": "✗", "unknown": "?"}
_COLOURS = {"yes": "green", "no": "red", "unknown": "dim"}


def compare(
    frameworks: Annotated[
        list[str], typer.Argument(metavar="FRAMEWORK", help="Ids or names of frameworks: vllm sglang.")
    ],
    *,
    all_: Annotated[bool, typer.Option("--all", help="Also rows of which nothing is known.")] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown, the cells linked to their sources.")
    ] = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Set frameworks side by side, each cell with its source."""
    if markdown and json:
        raise WrongUsage("--markdown or --json, not both")
    kb = load(root)
    comparison = kb.compare(*dict.fromkeys(kb.frameworks[name].id for name in frameworks))
    rows = [row for row in comparison if all_ or any(cell.value != "unknown" for cell in row.cells.values())]
    if json:
        show_json(as_data(comparison, rows))
    elif markdown:
        show_file("\n".join(as_markdown(comparison, rows)) + "\n")
    else:
        _print_table(comparison, rows)
        if len(rows) < len(comparison) and is_terminal():
            say(f"{len(comparison) - len(rows)} rows of which nothing is known: --all")


def _facts(framework: "Framework") -> dict[str, str]:
    """Return what is said of a framework above the cells."""
    return {
        "license": framework.license or "?",
        "status": f"{framework.status.state} ({framework.status.as_of})",
        "first release": str(framework.first_release or "?"),
    }


def _print_table(comparison: "Comparison", rows: "list[Row]") -> None:
    """Print the groups as headings on a terminal; elsewhere in each line, for programs such as grep."""
    grouped = not is_terminal()
    names = [framework.name for framework in comparison.frameworks]
    compared = table(*(["group"] if grouped else []), "capability", *names, whole=("group", "capability"))
    previous = ""
    for group, name, cells in _lines(comparison, rows):
        if not grouped and group != previous:
            compared.add_row(Text(group, "bold"))
        compared.add_row(*([group] if grouped else []), name, *cells)
        previous = group
    show(compared)


def _lines(comparison: "Comparison", rows: "list[Row]") -> "Iterator[tuple[str, str, list[Text]]]":
    """Yield group, name and cells of each line: facts about the frameworks first, then what they can do."""
    facts = [_facts(framework) for framework in comparison.frameworks]
    for name in facts[0]:
        yield "project", name, [Text(fact[name]) for fact in facts]
    marks = MARKS if console().encoding.startswith("utf") else {value: value for value in MARKS}
    for row in rows:
        yield row.group, row.word.name, [Text(marks[c.value], _COLOURS[c.value]) for c in row.cells.values()]


def as_data(comparison: "Comparison", rows: "list[Row]") -> dict[str, Any]:
    """Return the comparison as plain values, each cell with its source, the source's address and the date."""
    return {
        "frameworks": [
            {
                "id": f.id,
                "name": f.name,
                "license": f.license,
                "first_release": f.first_release,
                "status": f.status.to_dict(),
            }
            for f in comparison.frameworks
        ],
        "rows": [
            {
                "group": row.group,
                "id": row.word.id,
                "name": row.word.name,
                "cells": {framework: _cell(cell) for framework, cell in row.cells.items()},
            }
            for row in rows
        ],
    }


def _cell(cell: "Cell") -> dict[str, str | None]:
    url = cell.source.url if cell.source else None
    return cell.to_dict() | {"url": url}


def as_markdown(comparison: "Comparison", rows: "list[Row]") -> "Iterator[str]":
    """Yield the lines of a Markdown table with a heading row for each group."""
    frameworks = comparison.frameworks
    yield _line("", *(f"[{_escape(framework.name)}]({framework.url})" for framework in frameworks))
    yield _line("---", *(":---:" for _ in frameworks))
    facts = [_facts(framework) for framework in frameworks]
    for name in facts[0]:
        yield _line(name, *(_escape(fact[name]) for fact in facts))
    previous = ""
    for row in rows:
        if row.group != previous:
            yield _line(f"**{row.group}**", *("" for _ in frameworks))
        yield _line(_escape(row.word.name), *map(_linked, row.cells.values()))
        previous = row.group


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _linked(cell: "Cell") -> str:
    url = cell.source.url if cell.source else None
    mark = MARKS[cell.value]
    return f"[{mark}](<{url.replace('<', '%3C').replace('>', '%3E').replace('|', '%7C')}>)" if url else mark


def _escape(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\|[]*_<>`" else sign for sign in text)
