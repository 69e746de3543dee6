"""The options that several commands share."""

import inspect
from dataclasses import asdict, dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli.checkout_path import NO_CACHE
from effllm.cli.console import FIELDS
from effllm.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import networkx as nx

    from effllm.kb import KnowledgeBase, Papers

_FILTER = "Filters"


def named(value: str | None) -> str | None:
    """Refuse a name without letters: no author has it."""
    if value is not None and not words(value):
        raise typer.BadParameter("it must be a name or a part of one")
    return value


def day(text: str) -> date:
    """Return the day that a text names, or say what one looks like."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("it must be a day, such as 2026-11-30") from None


Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Files or folders of the checkout; all of it where none is named."),
]
Root = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The checkout to work on, in place of the one the current folder is in."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Fields = Annotated[
    str | None,
    typer.Option(metavar="NAME,...", help="Print JSON with only these fields, or with all: key,title,results.value."),
]
_NoCache = Annotated[bool, typer.Option("--no-cache", help="Read every file; neither use nor keep .effllm-cache/.")]
_FILTERS = {
    "under": Annotated[
        str | None,
        typer.Option(metavar="CATEGORY", help="Papers in this category or below it.", rich_help_panel=_FILTER),
    ],
    "since": Annotated[
        int | None, typer.Option(metavar="YEAR", help="Papers of this year or later.", rich_help_panel=_FILTER)
    ],
    "until": Annotated[
        int | None, typer.Option(metavar="YEAR", help="Papers of this year or earlier.", rich_help_panel=_FILTER)
    ],
    "venue": Annotated[str | None, typer.Option(help="Papers of this venue.", rich_help_panel=_FILTER)],
    "author": Annotated[
        str | None,
        typer.Option(
            metavar="NAME", callback=named, help="Papers with an author of this name.", rich_help_panel=_FILTER
        ),
    ],
    "has_code": Annotated[
        bool | None, typer.Option("--has-code/--no-code", help="Papers with code, or without.", rich_help_panel=_FILTER)
    ],
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which papers are wanted; see `effllm.kb.Papers.filter`."""

    under: str | None
    since: int | None
    until: int | None
    venue: str | None
    author: str | None
    has_code: bool | None

    @property
    def given(self) -> dict[str, Any]:
        """The filters that were asked for."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def papers(self, kb: "KnowledgeBase") -> "Papers":
        """Return the papers that pass."""
        return kb.papers.filter(**self.given) if self.given else kb.papers

    def narrow(self, kb: "KnowledgeBase") -> "KnowledgeBase":
        """Return a knowledge base with only the papers that pass; categories and frameworks stay."""
        if not self.given:
            return kb
        papers = tuple(self.papers(kb).values())
        from effllm.kb import KnowledgeBase  # noqa: PLC0415 - commands that check files have no questions

        return KnowledgeBase(kb.corpus.model_copy(update={"papers": papers}), identify=lambda _: kb.snapshot)

    def citations(self, kb: "KnowledgeBase", keep: "Iterable[str]" = ()) -> "nx.DiGraph[str]":
        """Return the citations among the papers that pass and those to keep."""
        return kb.citations.subgraph({*self.papers(kb), *keep}) if self.given else kb.citations


def with_fields(command: "Callable[..., None]") -> "Callable[..., None]":
    """Give a command that reads records and prints JSON the option ``--fields``."""
    signature = inspect.signature(command)
    if "json" not in signature.parameters or "dry_run" in signature.parameters:
        return command

    @wraps(command)
    def with_option(*, fields: str | None, **values: Any) -> None:  # noqa: ANN401 - as the command has them
        token = FIELDS.set(tuple(filter(None, (fields or "").replace(",", " ").split())))
        try:
            command(**values | ({"json": True} if fields is not None else {}))
        finally:
            FIELDS.reset(token)

    option = inspect.Parameter("fields", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_Fields)
    with_option.__signature__ = signature.replace(parameters=[*signature.parameters.values(), option])  # type: ignore[attr-defined]
    return with_option


def with_cache(command: "Callable[..., None]") -> "Callable[..., None]":
    """Give a command that reads a checkout the option ``--no-cache``."""
    signature = inspect.signature(command)
    if "root" not in signature.parameters:
        return command

    @wraps(command)
    def with_option(*, no_cache: bool, **values: Any) -> None:  # noqa: ANN401 - as the command has them
        token = NO_CACHE.set(no_cache)
        try:
            command(**values)
        finally:
            NO_CACHE.reset(token)

    option = inspect.Parameter("no_cache", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=_NoCache)
    with_option.__signature__ = signature.replace(parameters=[*signature.parameters.values(), option])  # type: ignore[attr-defined]
    return with_option


def filtered(command: "Callable[..., None]") -> "Callable[..., None]":
    """Give a command the options that filter papers; they reach it together, as its argument ``filters``."""
    signature = inspect.signature(command)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "filters"]
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in _FILTERS.items()
    ]

    @wraps(command)
    def with_filters(**values: Any) -> None:  # noqa: ANN401 - as the command has them
        filters = Filters(**{name: values.pop(name) for name in _FILTERS})
        command(filters=filters, **values)

    with_filters.__signature__ = signature.replace(parameters=[*own, *options])  # type: ignore[attr-defined]
    return with_filters
