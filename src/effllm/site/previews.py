"""The pictures that networks show beside a link to a page: what they say, and how they are drawn.

They are drawn with the font of the site's front-end parts: nothing is fetched. A card costs about 10 ms and 25 KB,
which papers by the thousand would make minutes and hundreds of megabytes: a paper's page has the card of its primary
category.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from effllm.site.charts.column_chart import bars
from effllm.site.charts.icicle import BRANCHES, HUES
from effllm.site.contents import CONTENTS
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from effllm.kb import Node
    from effllm.records import Framework, Paper
    from effllm.site.charts.column_chart import Bar
    from effllm.site.view import View

WIDTH, HEIGHT = SIZE = (1200, 630)
"""Width and height that networks ask for, in pixels."""

_LEFT, _RIGHT, _BAND = 96, 1104, 24
_PAGE, _INK, _QUIET, _LINE = "#ffffff", "#18202b", "#56606e", "#dde2e8"
_LOGO = "#2563a8"
_LOGO_BARS = ((0, 40), (13, 27), (26, 16), (39, 7))
_TITLES = (76, 64, 52)
_LINES = 3
_COLOURS = 64
_GAP = 8
_CHART = 110
_SUBSETS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese", "greek-ext", "cyrillic-ext")
"""Into which the package splits the font; a sign is looked for in this order."""


class Card(NamedTuple):
    """What a picture shows: words, a hue by the number of its branch, and papers by year."""

    path: str
    kind: str
    title: str
    facts: list[str]
    hue: int = 0
    bars: list[Bar] = []  # noqa: RUF012 - never changed

    @property
    def file(self) -> str:
        """Where the picture is in the site."""
        return f"assets/cards/{self.path}.png"


def of_category(node: Node) -> str:
    """Return the name of a category's card."""
    return f"taxonomy/{node.id}"


def of_framework(framework: Framework) -> str:
    """Return the name of a framework's card."""
    return f"frameworks/{framework.id}"


def cards(view: View) -> Iterator[Card]:
    """Yield the card of each page of the navigation that has one, of each category and of each framework."""
    drawn = bars(view.newest, view.years)
    counts = {
        "papers": count(len(view.newest), "paper"),
        "years": _span(view.newest),
        "categories": count(len(view.kb.taxonomy), "category", "categories"),
        "frameworks": count(len(view.kb.frameworks), "framework"),
        "models": count(len(view.kb.models), "model"),
    }
    for page in CONTENTS:
        if page.card:
            facts = [counts.get(fact, fact) for fact in page.facts]
            yield Card(page.card_name, "", page.card, facts, bars=drawn if page.bars else [])
    for number, branch in enumerate(view.kb.taxonomy.roots):
        for node in (branch, *branch.descendants):
            yield _category(view, node, number % BRANCHES)
    for framework in view.kb.frameworks.values():
        yield _framework(view, framework)


def _category(view: View, node: Node, hue: int) -> Card:
    papers = view.under(node)
    above = node.parent.name if node.parent else "Branch of the taxonomy"
    facts = [count(len(papers), "paper"), _span(papers)]
    return Card(of_category(node), above, node.name, facts, hue, bars(papers, view.years) if papers else [])


def _framework(view: View, framework: Framework) -> Card:
    known = count(len(view.capabilities[framework.id]), "known capability", "known capabilities")
    since = f"since {framework.first_release}" if framework.first_release else ""
    facts = [framework.license or "", since, known]
    return Card(of_framework(framework), "Framework", framework.name, facts)


def _span(papers: Iterable[Paper]) -> str:
    """Return the years from the first paper to the last."""
    years = sorted({paper.year for paper in papers})
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


class Face:
    """The font in one size and weight, in parts by script."""

    def __init__(self, folder: Path, weight: int, size: int) -> None:
        self.fonts = [ImageFont.truetype(folder / f"inter-{part}-{weight}-normal.woff", size) for part in _SUBSETS]
        self.size = size
        self._of = lru_cache(maxsize=1 << 10)(self._find)

    def runs(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        """Return a text in pieces with the font for each; signs that no part has are left out."""
        found = [(font, sign) for sign in unicodedata.normalize("NFC", text) if (font := self._of(sign))]
        return [(font, "".join(sign for _, sign in run)) for font, run in groupby(found, key=lambda one: one[0])]

    def width(self, text: str) -> float:
        """Return how wide a text is, in pixels."""
        return sum(font.getlength(piece) for font, piece in self.runs(text))

    def cut(self, text: str, room: float) -> str:
        """Return a text that fits, with dots where its end is missing."""
        if self.width(text) <= room:
            return text
        while text and self.width(f"{text}…") > room:
            text = text[:-1].rstrip()
        return f"{text}…"

    def lines(self, text: str, room: float) -> list[str]:
        """Return a text in lines that fit; a word that is wider than all of them stays whole."""
        lines: list[str] = []
        for word in text.split():
            if lines and self.width(f"{lines[-1]} {word}") <= room:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def _find(self, sign: str) -> ImageFont.FreeTypeFont | None:
        return next((font for font in self.fonts if _draws(font, sign)), None)


def _draws(font: ImageFont.FreeTypeFont, sign: str) -> bool:
    """Whether a font has a sign: for one that it has not it draws a box, the same for all."""
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


class Faces(NamedTuple):
    """The font as a card uses it."""

    titles: list[Face]
    kind: Face
    facts: Face
    name: Face
    small: Face


@cache
def faces(folder: Path) -> Faces:
    """Load the font from the folder of its files."""
    titles = [Face(folder, 700, size) for size in _TITLES]
    return Faces(titles, Face(folder, 600, 30), Face(folder, 400, 34), Face(folder, 700, 36), Face(folder, 400, 26))


def png(card: Card, folder: Path) -> bytes:
    """Return a card as a PNG picture, drawn with the font in ``folder``."""
    image = Image.new("RGB", SIZE, _PAGE)
    draw = ImageDraw.Draw(image)
    font, hue = faces(folder), HUES[card.hue]
    draw.rectangle((0, 0, _BAND, HEIGHT), fill=hue)
    _write(draw, (_LEFT, 104), font.kind.cut(card.kind, _RIGHT - _LEFT), font.kind, _darker(hue))
    top = _title(draw, card.title, font, 128 if card.kind else 84)
    facts = " · ".join(filter(None, card.facts))
    room = _RIGHT - _LEFT
    _write(draw, (_LEFT, top + 58), font.facts.cut(facts, room), font.facts, _QUIET)
    _bars(draw, card, font, hue)
    _foot(draw, font)
    stored = io.BytesIO()
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(stored, "PNG")
    return stored.getvalue()


def _title(draw: ImageDraw.ImageDraw, title: str, font: Faces, top: int) -> int:
    """Write the title as large as three lines allow, and return where the last is."""
    room = _RIGHT - _LEFT
    lines, face = next(
        ((lines, face) for face in font.titles if len(lines := face.lines(title, room)) < _LINES and _fit(lines, face)),
        (font.titles[-1].lines(title, room), font.titles[-1]),
    )
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])]
    for line in lines:
        top += round(face.size * 1.18)
        _write(draw, (_LEFT, top), face.cut(line, room), face, _INK)
    return top


def _fit(lines: list[str], face: Face) -> bool:
    return all(face.width(line) <= _RIGHT - _LEFT for line in lines)


def _bars(draw: ImageDraw.ImageDraw, card: Card, font: Faces, hue: tuple[int, int, int]) -> None:
    """Draw the papers by year, with the first and the last year below."""
    if not card.bars:
        return
    most = max(bar.height for bar in card.bars) or 1  # no year has a paper
    step = min(44, (_RIGHT - _LEFT) // len(card.bars))
    left, bottom = _RIGHT - step * len(card.bars) + _GAP, 474
    for number, bar in enumerate(card.bars):
        height = round(bar.height * _CHART / most)
        x = left + number * step
        draw.rectangle((x, bottom - max(height, 2), x + step - _GAP, bottom), fill=hue if height else _LINE)
    last = str(card.bars[-1].year)
    _write(draw, (left, bottom + 32), str(card.bars[0].year), font.small, _QUIET)
    _write(draw, (_RIGHT - font.small.width(last), bottom + 32), last, font.small, _QUIET)


def _foot(draw: ImageDraw.ImageDraw, font: Faces) -> None:
    """Write whose card it is, beside the bars of the logo."""
    bottom = 566
    for x, height in _LOGO_BARS:
        draw.rounded_rectangle((_LEFT + x, bottom - height, _LEFT + x + 8, bottom), radius=2, fill=_LOGO)
    _write(draw, (_LEFT + 62, bottom), "effllm", font.name, _INK)
    _write(draw, (_LEFT + 200, bottom), "the open knowledge base of efficient-LLM research", font.small, _QUIET)


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, face: Face, colour: str | tuple[int, int, int]
) -> None:
    """Write a line whose letters stand on ``at``."""
    x, y = at
    for font, piece in face.runs(text):
        draw.text((x, y), piece, font=font, fill=colour, anchor="ls")
        x += font.getlength(piece)


def _darker(hue: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = (part * 3 // 4 for part in hue)
    return red, green, blue
