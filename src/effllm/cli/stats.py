"""`effllm stats`."""

from effllm.cli.checkout_path import load
from effllm.cli.console import show, show_json, table
from effllm.cli.options import Filters, Json, Root, filtered


@filtered
def stats(
    *,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Count the records, and how complete they are."""
    kb = filters.narrow(load(root))
    counts = kb.stats()
    if json:
        show_json(counts)
        return
    counted = table("what", "how many")
    counted.columns[1].justify = "right"
    for name, number in counts.items():
        parts = {f"{name}: {part}": n for part, n in number.items()} if isinstance(number, dict) else {name: number}
        for label, value in parts.items():
            counted.add_row(label.replace("_", " "), f"{value:,}")
    show(counted)
