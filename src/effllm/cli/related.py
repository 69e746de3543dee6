"""`effllm related`."""

from typing import Annotated

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import say, show_json, show_records, table
from effllm.cli.graph import KEY, brief
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.cli.show import find_paper
from effllm.wording import count


@filtered
def related(
    key: Annotated[str, KEY],
    *,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many papers.")] = 10,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print the papers nearest to a paper, and why."""
    kb = load(root)
    paper = find_paper(kb, key)
    passing = filters.papers(kb)
    looked_at = len(kb.papers) if filters.given else limit  # the reasons of each take a while to find
    found = [near for near in kb.related(paper.key, looked_at) if near.key in passing][:limit]
    if json:
        rows = [{**brief(kb, near.key), "score": near.score, "reasons": list(near.reasons)} for near in found]
        show_json({**brief(kb, paper.key), "references": paper.references, "related": rows})
        return
    listed = table("score", "key", "paper", "year", "why", whole=("score", "key", "year"))
    for near in found:
        other = kb.papers[near.key]
        listed.add_row(f"{near.score:.2f}", near.key, other.label, str(other.year), "; ".join(near.reasons))
    show_records(listed)
    if paper.references == "none":
        citing = count(kb.citations.in_degree(paper.key), "paper")
        say(f"the reference list of {paper.label} was not read, which makes scores lower; cited by {citing} here")
