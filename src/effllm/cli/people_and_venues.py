"""Who wrote the papers, and where they appeared: `venues` and `authors`."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import card, say, show_json, show_records, table
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.text import words as words_in
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.kb import Author
    from effllm.records import Paper, Venue

_SHOWN = 20


@filtered
def venues(
    name: Annotated[
        str | None, typer.Argument(metavar="VENUE", help="Print this venue, by id, alias or full name, year by year.")
    ] = None,
    *,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print venues, and how many papers each has.

    Those with most papers come first; the filters say which papers count.
    """
    kb = load(root)
    passing = filters.papers(kb)
    named = list(kb.venues.values()) if name is None else [kb.venues[name]]
    papers: dict[str, list[Paper]] = {one.id: [] for one in named}
    for paper in passing.values():
        papers.get(paper.venue, []).append(paper)
    found = [_venue(one, papers[one.id]) for one in named if papers[one.id] or name is not None]
    found.sort(key=lambda one: (-one["papers"], one["id"]))
    if json:
        show_json(found if name is None else found[0])
    elif name is not None:
        _card(found[0])
    else:
        listed = table("venue", "name", "kind", "papers", "years", whole=("venue", "kind", "papers", "years"))
        listed.columns[3].justify = "right"
        for one in found:
            listed.add_row(one["id"], one["name"], one["kind"], f"{one['papers']:,}", _years(one))
        show_records(listed)
        say(count(len(found), "venue"))


@filtered
def authors(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Print authors whose names have these words.")
    ] = None,
    *,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many authors.")] = _SHOWN,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print authors, and how many papers each has.

    Those of most papers come first; the filters say which papers count. Spellings of one name are one author, and so
    are people who share a name.
    """
    wanted = frozenset(words_in(" ".join(words or ())))
    if words and not wanted:
        raise WrongUsage("a name to look for needs a letter: effllm authors frantar")
    kb = load(root)
    matching = [
        one
        for one in filters.papers(kb).authors()
        if any(wanted.issubset(words_in(spelling)) for spelling in one.spellings)
    ]
    found = [_author(one) for one in matching[:limit]]
    if json:
        show_json(found)
    elif found:
        listed = table("author", "papers", "years", "newest", whole=("papers", "years"))
        listed.columns[1].justify = "right"
        for one in found:
            listed.add_row(one["name"], f"{one['papers']:,}", _years(one), ", ".join(one["keys"][:3]))
        show_records(listed)
    say(f"{len(found)} of {count(len(matching), 'author')}")


def _years(one: dict[str, Any]) -> str:
    first, last = one["first_year"], one["last_year"]
    return "" if first is None else str(first) if first == last else f"{first} to {last}"


def _span(papers: "list[Paper]") -> dict[str, int | None]:
    years = [paper.year for paper in papers]
    return {"papers": len(papers), "first_year": min(years, default=None), "last_year": max(years, default=None)}


def _venue(one: "Venue", papers: "list[Paper]") -> dict[str, Any]:
    by_year = Counter(paper.year for paper in papers)
    return {
        **one.to_dict(),
        **_span(papers),
        "papers_by_year": {str(year): by_year[year] for year in sorted(by_year)},
    }


def _author(one: "Author") -> dict[str, Any]:
    newest = sorted(one.papers, key=lambda paper: (-paper.year, paper.key))
    return {
        "name": one.name,
        "spellings": list(one.spellings),
        **_span(newest),
        "keys": [paper.key for paper in newest],
    }


def _card(one: dict[str, Any]) -> None:
    by_year = ", ".join(f"{year}: {number:,}" for year, number in one["papers_by_year"].items())
    also, papers = "; ".join(one["aliases"]), f"{one['papers']:,}"
    card(one["name"], one["id"], [("kind", one["kind"]), ("also", also), ("papers", papers), ("by year", by_year)])
