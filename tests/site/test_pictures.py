"""The pictures: what they show is what the records say, and nothing covers anything else."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import pytest

from effllm.kb import KnowledgeBase
from effllm.records import Category, Corpus
from effllm.site.charts.column_chart import SMALL, columns
from effllm.site.charts.icicle import icicle, label
from effllm.site.pages import trends
from effllm.site.view import View
from effllm.wording import count
from tests.factories import BRANCH, VENUES, VOCABULARY, paper
from tests.site.outline import Outline, body
from tests.site.records import made

if TYPE_CHECKING:
    from effllm.site.charts.icicle import Box

SVG = {"s": "http://www.w3.org/2000/svg"}


def leaf(name: str) -> Category:
    return Category(id=name, name=name, summary="Short.", survey=False)


def forest() -> KnowledgeBase:
    """Return four branches of different depth, a busy category and an empty one."""
    deep = leaf("deepest")
    for level in range(6):
        deep = Category(id=f"level{level}", name=f"Level {level}", summary="Short.", survey=False, children=(deep,))
    papers = [paper(f"busy2024p{number}", categories=("pruning",)) for number in range(40)]
    papers.append(paper("two2023places", year=2023, categories=("kv-cache", "pruning", "alone")))
    return KnowledgeBase(
        Corpus(
            papers=tuple(papers),
            branches=(BRANCH, deep, leaf("alone"), leaf("empty")),
            venues=VENUES,
            vocabulary=VOCABULARY,
        )
    )


class Area(NamedTuple):
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Area) -> bool:
        """Return whether two rectangles overlap."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height

    def holds(self, other: Area) -> bool:
        """Return whether the other lies within it."""
        across = self.x <= other.x and other.x + other.width <= self.x + self.width
        return across and self.y <= other.y and other.y + other.height <= self.y + self.height


def area(box: Box) -> Area:
    return Area(box.x, box.y, box.width, box.height)


def test_children_fill_their_parent_and_no_box_covers_another() -> None:
    picture = icicle(forest().taxonomy)
    boxes = {box.node.id: box for box in picture.boxes}
    assert len(boxes) == len(forest().taxonomy)
    for box in picture.boxes:
        children = [boxes[child.id] for child in box.node.children]
        right = box.x + box.width
        assert right == pytest.approx(children[0].x if children else picture.width)
        if children:
            assert children[0].y == pytest.approx(box.y)
            assert sum(child.height for child in children) == pytest.approx(box.height)
        for above, below in pairwise(children):
            assert below.y == pytest.approx(above.y + above.height)
    shrunk = [Area(box.x, box.y, box.width - 0.1, box.height - 0.1) for box in picture.boxes]
    assert not [pair for pair in combinations(shrunk, 2) if pair[0].meets(pair[1])]
    assert sum(box.height for box in picture.boxes if box.depth == 0) == pytest.approx(picture.height)


def test_a_box_is_the_higher_the_more_papers_it_holds() -> None:
    leaves = sorted((box for box in icicle(forest().taxonomy).boxes if box.node.is_leaf), key=lambda box: box.papers)
    assert [box.papers for box in leaves] == [0, 0, 0, 1, 1, 41]
    assert leaves[0].height > 0
    assert all(fewer.height <= more.height for fewer, more in pairwise(leaves))
    assert leaves[-1].height > leaves[-2].height


@pytest.mark.parametrize(
    ("name", "count", "width", "height", "lines"),
    [
        ("Short", "3", 100, 15, ["Short"]),
        ("Weight-Only Quantization", "14", 100, 60, ["Weight-Only", "Quantization", ""]),
        ("Weight-Only Quantization", "14", 100, 15, ["Weight-Onl…"]),
        ("System-Level Efficiency", "46", 100, 60, ["System-Level", "Efficiency"]),
        ("Unbreakableword" * 3, "1", 100, 15, ["Unbreakable…"]),
        ("", "1", 100, 15, [""]),
    ],
)
def test_labels_fit_their_box(name: str, count: str, width: float, height: float, lines: list[str]) -> None:
    assert label(name, count, width, height) == lines


def test_the_picture_has_a_name_and_a_link_with_a_count_for_each_category(
    kb: KnowledgeBase, pages: dict[str, str]
) -> None:
    outline = Outline(body(pages["taxonomy/index.md"]))
    assert outline.texts["title"][0] == "The taxonomy as a picture: categories with their papers"
    names = [
        f"{node.name}: {count(len(node.paper_keys), 'paper')}{'' if node.survey else ', added beyond the survey'}"
        for node in kb.taxonomy.values()
    ]
    assert outline.texts["title"][1:] == names
    assert all(outline.links.count(f"../taxonomy/{category}/") == 2 for category in kb.taxonomy)


def test_the_picture_to_download_stands_alone(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    text = pages["taxonomy/taxonomy.svg"]
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert root.findtext("s:title", "", SVG) == "Taxonomy of research on efficient language models"
    assert len(root.findall("s:g", SVG)) == len(kb.taxonomy)
    assert all(rect.get("fill", "").startswith("#") for rect in root.iter(f"{{{SVG['s']}}}rect"))
    assert "var(" not in text
    assert "href" not in text


def test_a_paper_of_two_categories_counts_once_in_a_stack_and_in_both_areas() -> None:
    view = View(forest())
    roots = view.kb.taxonomy.roots
    assert trends.by_part(roots, view.newest, view.years) == [[1, 0, 0, 0], [40, 0, 0, 0]]
    assert [trends.by_year(view, root) for root in roots] == [[1, 40], [0, 0], [1, 0], [0, 0]]


def test_columns_are_as_high_as_their_values() -> None:
    chart = columns([2023, 2024], [[3, 0, 1], [10, 6, 0]])
    assert [column.total for column in chart.columns] == [4, 16]
    assert [value for _, value in chart.scale] == [0, 4, 8, 12, 16] or chart.scale[-1][1] >= 16
    by_value = {piece.value: piece.height for column in chart.columns for piece in column.pieces}
    assert by_value[6] == pytest.approx(2 * by_value[3])
    assert by_value[10] + by_value[6] == pytest.approx(chart.size.above + chart.size.height - chart.columns[1].y)
    assert [piece.number for piece in chart.columns[0].pieces] == [0, 2]


def test_the_highest_column_of_a_small_chart_takes_its_height() -> None:
    chart = columns([2023, 2024], [[1, 1], [2, 2]], size=SMALL)
    assert chart.columns[1].y == SMALL.above
    assert chart.scale == []


def yearly(**papers: int) -> View:
    """Return a view of so many papers on pruning of each year, and two of 2021 on weights."""
    made = [
        paper(f"author{year}p{number}", year=int(year[1:]), categories=("pruning",))
        for year, count in papers.items()
        for number in range(count)
    ]
    made += [paper(f"less2021w{number}", year=2021, categories=("weights",)) for number in range(2)]
    return View(KnowledgeBase(Corpus(papers=tuple(made), branches=(BRANCH,), venues=VENUES, vocabulary=VOCABULARY)))


@pytest.mark.parametrize(
    ("papers", "years"),
    [
        ({"y2021": 1, "y2022": 3, "y2023": 1}, (2021, 2022)),
        ({"y2021": 1, "y2022": 3, "y2023": 2}, (2022, 2023)),
        ({"y2021": 1, "y2022": 3, "y2024": 9}, (2021, 2022)),
        ({"y2021": 1}, None),
        ({"y2024": 1, "y2025": 2, "y2026": 9}, (2024, 2025)),
    ],
    ids=["newest year still thin", "newest year covered", "a gap", "one year", "this year is not over"],
)
def test_growth_compares_two_years_that_are_over_and_covered(
    papers: dict[str, int], years: tuple[int, int] | None
) -> None:
    assert trends.compared(yearly(**papers)) == years


def test_growth_counts_the_papers_of_both_years() -> None:
    view = yearly(y2021=1, y2022=3, y2023=1)
    grown = trends.growth(view, (2021, 2022), 5)
    assert [(one.node.id, one.before, one.after, one.change) for one in grown] == [("pruning", 1, 3, 2)]
    assert trends.growth(view, (2022, 2023), 5) == []


@pytest.mark.parametrize("papers", [(), (paper("only2024one"),)], ids=["none", "one"])
def test_there_is_a_page_of_trends_for_few_papers(papers: tuple[object, ...]) -> None:
    corpus = Corpus(papers=papers, branches=(BRANCH,), venues=VENUES, vocabulary=VOCABULARY)
    (text,) = made(View(KnowledgeBase(corpus)), "trends/").values()
    assert Outline(body(text)).unbalanced == []


def test_the_trends_show_what_the_records_say(kb: KnowledgeBase, pages: dict[str, str]) -> None:
    text = pages["trends/index.md"]
    coded = sum(1 for one in kb.papers.values() if one.year == 2023 and one.code)
    total = sum(1 for one in kb.papers.values() if one.year == 2023)
    row = f'<tr><th scope="row">2023</th><td class="ef-number">{coded}</td><td class="ef-number">{total}</td>'
    assert row in text
    assert '<tr><th scope="row">2019</th><td class="ef-number">1</td><td class="ef-number">1</td></tr>' in text
    assert "Conference on Invented Results" in text
    assert "arXiv</th>" not in text


def test_a_parent_category_shows_its_papers_by_part(pages: dict[str, str]) -> None:
    text = pages["taxonomy/compression.md"]
    assert "Papers by year and sub-category in numbers" in text
    assert "stacked by sub-category" not in pages["taxonomy/weights.md"]
