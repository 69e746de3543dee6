"""The map: territories and the places of papers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effllm.graph.map_layout import Layout, layout
from effllm.graph.voronoi_treemap import HEIGHT, WIDTH, area, centre, cut, shrunk, territories, walls
from effllm.records import Category, Paper
from tests.factories import BRANCH, paper

LEAVES = ("weights", "kv-cache", "pruning")
OTHER = Category(id="data", name="Data", summary="Data.", survey=True)


def inside(outline: tuple[tuple[float, float], ...], x: float, y: float, slack: float = 1.5) -> bool:
    return all(a * x + b * y <= c + slack for a, b, c in walls(outline))


def outlines(made: Layout) -> dict[str, tuple[tuple[float, float], ...]]:
    return {land.category: land.outline for land in made.territories}


@st.composite
def citing_papers(draw: st.DrawFn) -> list[Paper]:
    """Papers that cite any others, loops and themselves included."""
    keys = [f"author{2000 + number}paper" for number in range(draw(st.integers(1, 40)))]
    return [
        paper(
            key,
            categories=(draw(st.sampled_from((*LEAVES, "data"))),),
            cites=tuple(draw(st.sets(st.sampled_from(keys), max_size=6))),
        )
        for key in keys
    ]


@settings(deadline=None, max_examples=15)
@given(citing_papers())
def test_every_paper_has_a_place_of_its_own_in_its_territory(papers: list[Paper]) -> None:
    made = layout((BRANCH, OTHER), papers)
    assert len(set(made.places.values())) == len(papers)
    for one in papers:
        x, y = made.places[one.key]
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
        assert inside(outlines(made)[one.primary_category], x, y)
    assert layout((BRANCH, OTHER), papers) == made


def test_without_papers_there_are_still_territories() -> None:
    made = layout((BRANCH, OTHER), [])
    assert [land.category for land in made.territories] == [*(one.id for one in BRANCH.walk()), "data"]
    assert made.places == {}


def test_older_papers_stand_further_left_where_nothing_pulls() -> None:
    papers = [paper(f"author{2000 + number}paper", categories=("pruning",)) for number in range(30)]
    places = layout((BRANCH,), papers).places
    assert [x for x, _ in places.values()] == sorted(x for x, _ in places.values())


def test_a_loop_and_an_isolated_paper_are_fine() -> None:
    one = paper("author2022one", cites=("author2023two",), references="full")
    two = paper("author2023two", cites=("author2022one",), references="full", categories=("pruning",))
    alone = paper("author2024alone")
    before = layout((BRANCH,), [paper("author2022one"), paper("author2023two", categories=("pruning",)), alone]).places
    after = layout((BRANCH,), [one, two, alone]).places

    def far(places: dict[str, tuple[int, int]]) -> float:
        (x, y), (u, v) = places["author2022one"], places["author2023two"]
        return abs(complex(x - u, y - v))

    assert far(after) < far(before)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from((*LEAVES, "data")), st.integers(0, 3000)))
def test_territories_lie_in_their_parents_and_apart(papers: dict[str, int]) -> None:
    lands = {land.category: land for land in territories((BRANCH, OTHER), papers)}
    for parent in BRANCH.walk():
        for child in parent.children:
            assert all(inside(lands[parent.id].outline, x, y) for x, y in lands[child.id].outline)
    for one, other in (("compression", "data"), ("quantization", "pruning"), ("weights", "kv-cache")):
        assert not inside(lands[one].outline, *centre(lands[other].outline), slack=0)
    assert all(area(land.outline) > 0 for land in lands.values())


def test_a_territory_is_as_large_as_its_papers_ask_for() -> None:
    many = tuple(Category(id=f"c{number}", name="C", summary="C.", survey=True) for number in range(8))
    papers = {f"c{number}": 10 * (number + 1) for number in range(8)}
    areas = {land.category: area(land.outline) for land in territories(many, papers)}
    shares = [areas[key] / count for key, count in papers.items()]
    assert max(shares) < 1.5 * min(shares)
    assert all(small < large for small, large in pairwise(areas.values()))


def test_polygons_are_cut_and_shrunk() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert area(cut(square, 1, 0, 4)) == pytest.approx(40)
    assert cut(square, 1, 0, -1) == []
    assert area(shrunk(square, 2)) == pytest.approx(36)
    assert 33 < area(shrunk(square, 50)) <= 100
    assert centre(square) == pytest.approx((5, 5))
