"""`effllm search`."""

from itertools import islice
from shlex import quote
from typing import Annotated

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import say, show_json, show_records, table
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.lookup.paper_index import is_reference
from effllm.search import SearchAnswer
from effllm.text import fold
from effllm.wording import count

LONG = frozenset({"setup", "equations", "results", "cites", "sources"})
"""Fields of a paper that may be many times as long as all others."""


@filtered
def search(
    words: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words of names, titles, authors, topics.")],
    *,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many papers.")] = 20,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Find papers, the best match first; typos are forgiven."""
    query = " ".join(words)
    if not query.strip():
        raise WrongUsage("nothing to search for: effllm search 'kv cache'")
    kb = load(root)
    matches = filters.papers(kb).search(query)
    found = list(islice(matches.values(), limit))
    if json:
        show_json([paper.to_dict() for paper in found], left_out=LONG)
    elif found:
        listed = table("key", "paper", "year", "venue", "category", whole=("key", "year", "venue"))
        for paper in found:
            name = f"{paper.name}: " if paper.name and not paper.title.startswith(paper.name) else ""
            category = kb.taxonomy[paper.primary_category].name
            listed.add_row(paper.key, name + paper.title, str(paper.year), paper.venue, category)
        show_records(listed)
    if remark := _remark(query, kb.ask(query), near=bool(found)):
        say(remark)
    if not found:
        if filters.given and (others := len(kb.papers.search(query))):
            say(f"without the filters: {count(others, 'paper')}")
    elif len(matches) > limit:
        say(f"{limit} of {count(len(matches), 'paper')} shown; see more with --limit {len(matches)}")


def _remark(query: str, answer: SearchAnswer, *, near: bool) -> str:
    """Return what is to say of a query that no paper answers in full; empty where all is well.

    Args:
        query: the query.
        answer: what was found for it.
        near: whether papers are shown.
    """
    if answer.lacks and is_reference(query):
        return f"not here: {query}; add it with effllm add {quote(query)}"
    if answer.lacks:
        nearest = "; above are the nearest to it" if near else ""
        return f"no paper here is called {query!r}{nearest}; add it with effllm add and its arXiv id, DOI or address"
    if not near:
        english = "" if fold(query) else "; titles and summaries here are in English"
        return f"nothing found for {query!r}{english}"
    unknown = " or ".join(map(repr, answer.unknown))
    return f"no paper here has {unknown}; those above have the other words" if unknown else ""
