"""The papers of a topic as a README list, in the form that "awesome" lists have: headings, and a line a paper."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from effllm.markup import anchor, as_markdown
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.kb import KnowledgeBase, Node
    from effllm.records import Paper

EVERYTHING = "Efficient Large Language Models"
"""What the list of all papers is called."""

_DEEPEST = 6
"""The deepest heading of Markdown."""


def to_awesome(kb: KnowledgeBase, under: str | None = None) -> bytes:
    """Return the papers below the headings of their categories, the latest year first; each stands once.

    A paper of several categories is in the first of them that belongs to the topic. Linear in the papers.

    Args:
        kb: the knowledge base; only its papers are listed.
        under: id of the category that the list is about; without one it is about all papers.

    Raises:
        UnknownCategory: there is no such category.
    """
    topic = None if under is None else kb.taxonomy[under]
    listed = _placed(kb, topic)
    roots = kb.taxonomy.roots if topic is None else (topic,)
    nodes = [node for root in roots for node in (root, *root.descendants) if _has_any(node, listed)]
    headings = [node for node in nodes if node is not topic]
    above = len(topic.path) if topic else 0
    lines = [*_head(kb, topic, sum(map(len, listed.values())), headings, above), *_lines(listed.get(under or "", ()))]
    for node in headings:
        level = min(len(node.path) - above + 1, _DEEPEST)
        lines += ["", f"{'#' * level} {as_markdown(node.name)}", "", as_markdown(node.summary)]
        lines += _lines(listed.get(node.id, ()))
    return ("\n".join(lines) + "\n").encode()


def _placed(kb: KnowledgeBase, topic: Node | None) -> dict[str, list[Paper]]:
    """Return the papers by the id of the category that each is listed in."""
    inside = set(kb.taxonomy) if topic is None else {topic.id, *(node.id for node in topic.descendants)}
    placed: dict[str, list[Paper]] = defaultdict(list)
    for paper in kb.papers.sort("-year", "title").values():
        where = next((category for category in paper.categories if category in inside), None)
        if where is not None:
            placed[where].append(paper)
    return placed


def _has_any(node: Node, listed: dict[str, list[Paper]]) -> bool:
    return any(one.id in listed for one in (node, *node.descendants))


def _head(kb: KnowledgeBase, topic: Node | None, papers: int, headings: list[Node], above: int) -> Iterator[str]:
    """Yield the title, what the list is and where it is from, and its contents."""
    data = kb.snapshot
    yield f"# Awesome {as_markdown(topic.name if topic else EVERYTHING)}"
    if topic:
        yield from ("", f"> {as_markdown(topic.summary)}")
    command = f"effllm export awesome --under {topic.id}" if topic else "effllm export awesome"
    yield from ("", f"{count(papers, 'paper')}, written by `{command}` from the data {data.version}, CC BY 4.0.")
    if headings:
        yield from ("", "## Contents", "")
    used = Counter(["contents"])
    for node in headings:
        link = anchor(node.name)
        number = used[link]
        used[link] += 1
        indent = "  " * (len(node.path) - above - 1)
        yield f"{indent}- [{as_markdown(node.name)}](#{link}{f'-{number}' if number else ''})"


def _lines(papers: Iterable[Paper]) -> list[str]:
    """Return a line a paper below an empty one; nothing where there are none."""
    lines = [line_of(paper) for paper in papers]
    return ["", *lines] if lines else []


def line_of(paper: Paper) -> str:
    """Return a paper as a line: its name where the title lacks it, title with a link, venue and year, PDF and code."""
    title = as_markdown(paper.title)
    linked = f"[{title}]({paper.link})" if paper.link else title
    unnamed = paper.name is None or paper.name.casefold() in paper.title.casefold()
    named = "" if unnamed else f"**{as_markdown(paper.name or '')}**: "
    more = {"PDF": paper.pdf, "Code": paper.code}
    links = "".join(f" [[{label}]({target})]" for label, target in more.items() if target)
    return f"- {named}{linked} ({as_markdown(paper.venue)} {paper.year}){links}"
