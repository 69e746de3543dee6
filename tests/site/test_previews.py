"""The pictures that networks show beside a link."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from effllm import site
from effllm.kb import KnowledgeBase
from effllm.records import Corpus
from effllm.site.building import npm_assets
from effllm.site.previews import SIZE, Card, Face, cards, png
from effllm.site.view import View
from tests.factories import BRANCH, VENUES
from tests.site.records import PROJECT, checkout

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "https://effllm.example.org/sub/"


@pytest.fixture
def folder() -> Path:
    return npm_assets.font(PROJECT)


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


def named(folder: Path) -> dict[str, list[str]]:
    """Return the pictures that each page names."""
    pages = {page: page.read_text(encoding="utf-8") for page in folder.rglob("*.html")}
    return {
        page.relative_to(folder).as_posix(): re.findall(r'property="og:image" content="(.*?)"', text)
        for page, text in pages.items()
        if "og:title" in text
    }


def test_a_site_with_an_address_has_a_card_for_every_page(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", ADDRESS)
    root = checkout(tmp_path)
    site.build(root, root / "site", kb=kb)
    found = named(root / "site")
    assert {f"papers/{key}/index.html" for key in kb.papers} < found.keys()
    for page, pictures in found.items():
        assert len(pictures) == 1, page
        with Image.open(root / "site" / pictures[0].removeprefix(ADDRESS)) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert found["papers/author2022squeeze/index.html"] == [f"{ADDRESS}assets/cards/taxonomy/weights.png"]
    assert found["frameworks/trainer/index.html"] == [f"{ADDRESS}assets/cards/frameworks/trainer.png"]
    assert found["guide/index.html"] == found["index.html"] == [f"{ADDRESS}assets/cards/home.png"]
    branch = next(iter(kb.taxonomy.roots)).id
    for feed in ("feed.xml", f"taxonomy/{branch}/feed.xml"):
        text = (root / "site" / feed).read_text(encoding="utf-8")
        assert f'<link rel="self" type="application/atom+xml" href="{ADDRESS}{feed}"/>' in text
        assert all(link.startswith(ADDRESS) for link in re.findall(r'href="(.*?)"', text))
    home = (root / "site" / "index.html").read_text(encoding="utf-8")
    assert '<meta name="twitter:card" content="summary_large_image">' in home


def test_a_site_without_an_address_has_none(built: Path) -> None:
    assert not any(named(built).values())
    assert not (built / "assets" / "cards").exists()
    assert 'content="summary"' in (built / "index.html").read_text(encoding="utf-8")


def test_every_card_is_small_and_drawn_the_same_again(kb: KnowledgeBase, folder: Path) -> None:
    for card in cards(View(kb)):
        picture = png(card, folder)
        assert opened(picture).size == SIZE
        assert len(picture) < 100_000
        assert png(card, folder) == picture


def test_cards_are_drawn_where_there_is_no_paper_yet(folder: Path) -> None:
    for card in cards(View(KnowledgeBase(Corpus(papers=(), branches=(BRANCH,), venues=VENUES)))):
        assert opened(png(card, folder)).size == SIZE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Müller, Łukasz Šimić", "Müller, Łukasz Šimić"),
        ("Mu\N{COMBINING DIAERESIS}ller", "Müller"),
        ("Ω-Entmax and Ψ", "Ω-Entmax and Ψ"),
        ("Привет", "Привет"),
        ("Việt", "Việt"),
        ("GPTQ 中文", "GPTQ "),
        ("\N{GRINNING FACE}", ""),
    ],
)
def test_signs_that_the_font_has_not_are_left_out(text: str, shown: str, folder: Path) -> None:
    face = Face(folder, 400, 30)
    assert "".join(piece for _, piece in face.runs(text)) == shown


@pytest.mark.parametrize(
    "title", ["word " * 60, "Supercalifragilistic" * 9, "", "One"], ids=["long", "wide", "none", "short"]
)
def test_titles_of_any_length_stay_on_the_card(title: str, folder: Path) -> None:
    picture = opened(png(Card("x", "Kind", title, ["fact"] * 40), folder)).convert("L")
    edge = picture.crop((1110, 0, 1200, 630))
    assert min(edge.tobytes()) > 250
