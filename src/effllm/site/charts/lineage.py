"""The small picture on a paper's page: what it builds on to its left, what followed to its right.

Made in Python, as there are thousands; the lists on the page hold all of it in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from effllm.wording import count, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.records import Paper
    from effllm.site.view import View

LABEL = "What it builds on and what followed, as a picture"

SHOWN = 10
"""How many papers stand on each side."""

LETTERS = 19
"""How many letters of a name there is room for, on a phone too."""

MORE_LETTERS = 44
"""How many there is room for on a wide screen."""

WIDTH, ROW, TOP = 340, 26, 24
"""Measures in the picture's own units; on a phone they are pixels."""

_MIDDLE, _SIDE = WIDTH // 2, 130


class _End(NamedTuple):
    """A paper beside the one in the middle: where it is, and whether both cite each other."""

    paper: Paper
    y: int
    mutual: bool


def picture(view: View, paper: Paper, root: str) -> Markup:
    """Return the picture, empty where no citation to or from the paper is known.

    Of many papers those nearest in the taxonomy are shown, of these the most cited, with a link to the list of all. One
    that cites the paper and is cited by it stands on the left, with a mark.
    """
    cited = view.cites[paper.key]
    citing = view.cited_by.get(paper.key, [])
    if not cited and not citing:
        return Markup()
    mutual = {one.key for one in cited} & {one.key for one in citing}
    before = _ends(view, paper, cited, mutual)
    after = _ends(view, paper, [one for one in citing if one.key not in mutual], mutual)
    rows = max(len(before) + (len(cited) > len(before)), len(after) + (len(citing) - len(mutual) > len(after)), 1)
    height = TOP + ROW * rows + 4
    middle = TOP + ROW * rows // 2
    parts = [
        f'<svg class="ef-lineage" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{LABEL}">',
        f'<text class="n" x="{_SIDE}" y="12" text-anchor="end">Builds on</text>',
        f'<text class="n" x="{WIDTH - _SIDE}" y="12">Followed by</text>',
        *(_tie(one, middle, left=True) for one in before),
        *(_tie(one, middle, left=False) for one in after),
        f'<circle class="it" cx="{_MIDDLE}" cy="{middle}" r="7"></circle>',
        *(_node(one, root, left=True) for one in before),
        *(_node(one, root, left=False) for one in after),
        _rest(len(cited) - len(before), len(before), left=True) or _none(_unknown(paper), bool(before), left=True),
        _rest(len(citing) - len(mutual) - len(after), len(after), left=False)
        or _none("none known here", bool(after), left=False),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every text in it is escaped


def _ends(view: View, paper: Paper, papers: Sequence[Paper], mutual: set[str]) -> list[_End]:
    """Return the papers to show, oldest first, and where they are."""

    def rank(one: Paper) -> tuple[int, int, str]:
        shared = len(view.territory[one.key] & view.territory[paper.key])
        return -shared, -len(view.cited_by.get(one.key, ())), one.key

    ranked = sorted(papers, key=rank)[:SHOWN]
    ranked.sort(key=lambda one: (one.year, one.key))
    return [_End(one, TOP + ROW * number + ROW // 2, one.key in mutual) for number, one in enumerate(ranked)]


def _unknown(paper: Paper) -> str:
    return "list not read" if paper.references == "none" else "none known here"


def _tie(end: _End, middle: int, *, left: bool) -> str:
    side, kind = (_SIDE + 8, "out") if left else (WIDTH - _SIDE - 8, "in")
    bend = (side + _MIDDLE) // 2
    ways = "out in" if end.mutual else kind
    way = f"M{_MIDDLE} {middle}C{bend} {middle} {bend} {end.y} {side} {end.y}"
    return "".join(f'<path class="{one}" d="{way}"></path>' for one in ways.split())


def _node(end: _End, root: str, *, left: bool) -> str:
    paper = end.paper
    mark = " ⇄" if end.mutual else ""
    year = f'<tspan class="year"> {paper.year}</tspan>'
    both = ", each cites the other" if end.mutual else ""
    x, text = (_SIDE + 8, f'x="{_SIDE}" text-anchor="end"') if left else (WIDTH - _SIDE - 8, f'x="{WIDTH - _SIDE}"')
    return (
        f'<a href="{root}papers/{paper.key}/"><title>{escape(paper.title)} ({paper.year}{both})</title>'
        f'<circle cx="{x}" cy="{end.y}" r="4"></circle>'
        + "".join(
            f'<text{kind} {text} y="{end.y + 4}">{escape(name)}{year}{mark}</text>'
            for kind, name in _names(paper.label)
        )
        + "</a>"
    )


def _names(label: str) -> list[tuple[str, str]]:
    """Return a label as there is room for it: on any screen, or one text for phones and one for wide screens."""
    if len(label) <= LETTERS:
        return [("", label)]
    return [(' class="short"', cut(label, LETTERS, "…")), (' class="long"', cut(label, MORE_LETTERS, "…"))]


def _rest(more: int, shown: int, *, left: bool) -> str:
    if more <= 0:
        return ""
    target, x = ("cites", f'x="{_SIDE}" text-anchor="end"') if left else ("cited-by", f'x="{WIDTH - _SIDE}"')
    label = count(more, "more paper")
    y = TOP + ROW * shown + ROW // 2 + 4
    return f'<a href="#{target}"><title>{label} in the list</title><text {x} y="{y}">and {more:,} more</text></a>'


def _none(text: str, some: bool, *, left: bool) -> str:  # noqa: FBT001 - whether the side has papers
    x = f'x="{_SIDE}" text-anchor="end"' if left else f'x="{WIDTH - _SIDE}"'
    return "" if some else f'<text class="none" {x} y="{TOP + ROW // 2 + 4}">{text}</text>'
