"""Records of a kind as one small text, a line each, for programs that read text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from effllm.markup import as_markdown
from effllm.records.framework import GROUPS
from effllm.site.building.render import File
from effllm.site.filters import web
from effllm.site.view import read_in
from effllm.wording import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.records import Accelerator, Paper
    from effllm.site.view import View

CAPABILITIES = "frameworks/capabilities.txt"
"""Which frameworks have which capability."""

ACCELERATORS = "hardware/accelerators.txt"
"""What is known of each accelerator."""

LATEST = "papers/latest.txt"
"""The papers that came in last."""

MOST_CITED = "papers/most-cited.txt"
"""The papers that most others here cite."""

LISTED = 50
"""How many of the papers that came in last are listed."""

_CITED = 300
"""How many of the papers that most others cite are listed."""

_OPERATIONS = ("TFLOP/s", "TOP/s")  # of floating-point numbers, of whole ones


def capabilities(view: View) -> File:
    """Return which frameworks have each capability, a line a capability."""
    lines = ["# Which frameworks have which capability", ""]
    lines += ["A line a capability: its id, its name, and the ids of the frameworks whose cell says yes."]
    lines += ["Sources and dates are in frameworks/<id>/index.md. What is not listed is unknown or no."]
    lines += ["An id in two lines has both; that both work together is not said."]
    lines += [
        "",
        "## frameworks",
        "",
        "The id of each, its name, its kind and its status, with the day of the status.",
        "",
    ]
    for one in view.kb.frameworks.values():
        lines.append(f"- {one.id} ({as_markdown(one.name)}): {one.kind}, {one.status.state}, {one.status.as_of}")
    for group in GROUPS:
        lines += ["", f"## {group}", ""]
        for word in view.kb.vocabulary.group(group).values():
            able = [one.id for one in view.kb.frameworks.values() if one.cell(group, word.id).value == "yes"]
            lines.append(f"- {word.id} ({as_markdown(word.name)}): {', '.join(able) or 'none known'}")
    return File(CAPABILITIES, "\n".join(lines) + "\n")


def accelerators(view: View) -> File:
    """Return the accelerators, a line each: memory, bandwidth, speed, power, price."""
    lines = ["# Accelerators", "", "A line each: id, name, what is known. Speed is dense; TOP/s are of whole numbers."]
    lines += [
        "Then the address that the source gives for its numbers, and in brackets the source in which we read them:"
    ]
    numbers: dict[str, int] = {}
    for one in view.kb.hardware.values():
        for source in _read(one):
            numbers.setdefault(source, len(numbers) + 1)
    lines += [f"[{number}] {as_markdown(source)}" for source, number in numbers.items()]
    lines += ["The source of each single number: api/v1/hardware.json.", ""]
    lines += [_accelerator(one, [numbers[source] for source in _read(one)]) for one in view.kb.hardware.values()]
    return File(ACCELERATORS, "\n".join(lines) + "\n")


def latest(view: View) -> File:
    """Return how many papers came in on each day, and those that came in last."""
    days = Counter(paper.added or "a day that is not known" for paper in view.added)
    lines = ["# The papers that came in last", "", "How many papers came in on each day:", ""]
    lines += [f"- {day}: {number:,}" for day, number in days.items()]
    shown = view.added[:LISTED]
    lines += ["", f"The first {len(shown)} of {len(view.added):,}, those of one day by when they first appeared:", ""]
    lines += [
        f"- {paper.added or ''} {paper.key}: {as_markdown(paper.title)} ({_published(paper)}), {paper.primary_category}"
        for paper in shown
    ]
    return File(LATEST, "\n".join(lines) + "\n")


def most_cited(view: View) -> File:
    """Return the papers that most others here cite, each with how many do."""
    counted = sorted(((len(citing), key) for key, citing in view.cited_by.items()), key=lambda one: (-one[0], one[1]))
    known = [(times, view.kb.papers[key]) for times, key in counted if key in view.kb.papers]
    lines = ["# The papers that most others here cite", ""]
    lines += [f"Counted in the {view.read:,} reference lists that were read, of {len(view.newest):,} papers."]
    lines += [f"The first {min(len(known), _CITED)} of {len(known):,} that any cites.", ""]
    lines += [
        f"- {paper.key}: {times}, {as_markdown(paper.label)} ({_published(paper)})" for times, paper in known[:_CITED]
    ]
    return File(MOST_CITED, "\n".join(lines) + "\n")


def _published(paper: Paper) -> str:
    return f"{as_markdown(paper.venue)} {paper.year}"


def _read(one: Accelerator) -> list[str]:
    """Return the sources in which an accelerator was read, each once."""
    return list(dict.fromkeys(source for _, read in read_in(one.sources) for source in read))


def _accelerator(one: Accelerator, sources: Sequence[int]) -> str:
    speeds = one.flops.model_dump(exclude_none=True) if one.flops else {}
    known = (
        f"{scaled(one.memory, 1e9)} GB" if one.memory else "",
        f"{scaled(one.bandwidth, 1e12)} TB/s" if one.bandwidth else "",
        *(f"{name} {scaled(speed, 1e12)} {_OPERATIONS[name[:3] == 'int']}" for name, speed in speeds.items()),
        f"{scaled(one.power)} W" if one.power else "",
        f"{scaled(one.price_usd)} USD" if one.price_usd else "",
        f"released {one.released}" if one.released else "",
        f"in doubt: {', '.join(one.doubtful)}" if one.doubtful else "",
        f"<{one.url}>" if web(one.url) else "",
    )
    read = "".join(f" [{number}]" for number in sources)
    return f"- {one.id} ({as_markdown(one.name)}): {', '.join(filter(None, known))}{read}"
