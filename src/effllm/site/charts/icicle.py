"""The taxonomy as one picture: an icicle, branches on the left, the categories that hold papers on the right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import Node, Taxonomy

WIDTH = 1280.0
"""Width of the picture in its own units; columns share it by `COLUMNS`."""

SLIDE = 692.0
"""Height of the picture for slides: with the line at its foot they are 16 to 9."""

COLUMNS = (0.12, 0.15, 0.18, 0.2)
"""Share of the width that each level takes; deeper levels share what is left, and a leaf takes all to the right."""

BASE, PER_PAPER = 15.0, 0.75
"""Height of a category that holds one paper (room for its name), and what each further paper adds."""

LINE, MARGIN = 13.0, 6.0
"""Height of a line of a label, and the room left free beside it."""

LETTER, BOLD_LETTER = 6.2, 7.2
"""Width of a letter of a label, about."""

IN_SIGHT = 150.0
"""Below the top of a box its label is no further than this."""

MEASURES = {
    "base": BASE,
    "inSight": IN_SIGHT,
    "line": LINE,
    "margin": MARGIN,
    "letter": LETTER,
    "boldLetter": BOLD_LETTER,
}
"""What the script of the picture, which draws a part of it, measures with, too."""

BRANCHES, DEPTHS = 3, 5
"""How many hues and how many shades of each there are; more branches or levels begin again or stay."""

HUES = ((0x2A, 0x6F, 0xB0), (0x12, 0x87, 0x6A), (0xC8, 0x62, 0x14))
"""The hues, for pictures that leave the site."""

_PIECE = re.compile(r"[^\s-]+-?\s*|-\s*")
_TINTS = (0.42, 0.33, 0.25, 0.18, 0.12)


class Box(NamedTuple):
    """A category in the picture, in its own units."""

    node: Node
    branch: int
    depth: int
    x: float
    y: float
    width: float
    height: float
    lines: list[str]

    @property
    def papers(self) -> int:
        """How many papers it holds."""
        return len(self.node.paper_keys)

    @property
    def first_line(self) -> float:
        """Where the first line of the label is, so that all of it is in the middle, or in sight in a high box."""
        return round(self.y + min(self.height / 2, IN_SIGHT) - LINE * (len(self.lines) - 1) / 2, 1)

    @property
    def fill(self) -> str:
        """Return the colour for a picture that leaves the site, on white."""
        return _mixed(HUES[self.branch], _TINTS[self.depth])


class Icicle(NamedTuple):
    """The picture: boxes, parents before children, and its size."""

    boxes: list[Box]
    width: float
    height: float


def icicle(taxonomy: Taxonomy) -> Icicle:
    """Lay out the tree. A leaf is as high as its papers ask for, a parent as its children together."""
    levels = max((len(node.path) for node in taxonomy.values()), default=1)
    boxes: list[Box] = []
    top = 0.0
    for branch, root in enumerate(taxonomy.roots):
        boxes += _boxes(root, branch % BRANCHES, 0, top, _edges(levels))
        top += _height(root)
    return Icicle(boxes, WIDTH, round(top, 2))


def slide(taxonomy: Taxonomy) -> Icicle:
    """Lay out the branches and the categories below each for a slide, all as high: one size of letters suits them."""
    step = SLIDE / max(sum(max(len(root.children), 1) for root in taxonomy.roots), 1)
    boxes: list[Box] = []
    top = 0.0
    for branch, root in enumerate(taxonomy.roots):
        left = WIDTH * 0.3 if root.children else WIDTH
        rows = [(root, 0, 0.0, left, step * max(len(root.children), 1))]
        rows += [(child, 1, left, WIDTH - left, step) for child in root.children]
        y = top
        for node, depth, x, width, height in rows:
            lines = label(node.name, str(len(node.paper_keys)), width, height, bold=depth == 0)
            boxes.append(Box(node, branch % BRANCHES, depth, x, round(y, 2), width, round(height, 2), lines))
            y += height if depth else 0
        top += rows[0][4]
    return Icicle(boxes, WIDTH, SLIDE)


def _edges(levels: int) -> list[float]:
    """Return where each level begins, and the right edge."""
    named = list(COLUMNS[: levels - 1])
    more = levels - len(named)
    shares = [*named, *[(1 - sum(named)) / more] * more]
    return [WIDTH * sum(shares[:level]) for level in range(levels)] + [WIDTH]


def _height(node: Node) -> float:
    if node.is_leaf:
        return BASE + PER_PAPER * max(len(node.paper_keys) - 1, 0)
    return sum(map(_height, node.children))


def _boxes(node: Node, branch: int, depth: int, top: float, edges: list[float]) -> Iterator[Box]:
    left = round(edges[depth], 2)
    width = round((WIDTH if node.is_leaf else edges[depth + 1]) - left, 2)
    height = round(_height(node), 2)
    lines = label(node.name, str(len(node.paper_keys)), width, height, bold=depth == 0)
    yield Box(node, branch, min(depth, DEPTHS - 1), left, round(top, 2), width, height, lines)
    for child in node.children:
        yield from _boxes(child, branch, depth + 1, top, edges)
        top += _height(child)


def label(name: str, count: str, width: float, height: float, *, bold: bool = False) -> list[str]:
    """Return the name in lines that fit a box, with room for the count on the last; the script does the same."""
    room = int((width - 2 * MARGIN) / (BOLD_LETTER if bold else LETTER))
    most = max(1, int((height - 2) / LINE))
    lines = [""]
    for piece in _PIECE.findall(name):
        if lines[-1] and len((lines[-1] + piece).rstrip()) > room:
            lines.append(piece)
        else:
            lines[-1] += piece
    left = room - len(count) - 1
    if len(lines[-1].rstrip()) > left and len(lines) < most:
        lines.append("")
    *above, last = [*lines[: most - 1], "".join(lines[most - 1 :])] if len(lines) > most else lines
    return [*(cut(line.rstrip(), room, "…") for line in above), cut(last.rstrip(), max(left, 2), "…")]


def _mixed(hue: tuple[int, int, int], share: float) -> str:
    return "#" + "".join(f"{round(255 + (part - 255) * share):02x}" for part in hue)
