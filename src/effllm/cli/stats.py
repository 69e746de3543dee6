"""`effllm stats`."""

from effllm.cli.console import show, show_json, table
from effllm.cli.options import Author, Filters, HasCode, Json, Root, Since, Under, Until, Venue
from effllm.cli.where import load


def stats(
    *,
    under: Under = None,
    since: Since = None,
    until: Until = None,
    venue: Venue = None,
    author: Author = None,
    has_code: HasCode = None,
    json: Json = False,
    root: Root = None,
) -> None:
    """Count the records, and how complete they are."""
    kb = Filters(under, since, until, venue, author, has_code).narrow(load(root))
    counts = kb.stats()
    if json:
        show_json(counts)
        return
    counted = table("what", "how many")
    counted.columns[1].justify = "right"
    for name, number in counts.items():
        counted.add_row(name.replace("_", " "), f"{number:,}")
    show(counted)
