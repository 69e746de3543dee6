"""Sizes of text come from one scale."""

from __future__ import annotations

import re

from tests.site.records import PROJECT

CSS = PROJECT / "src/effllm/site/assets/css"
ELSEWHERE = {"0", "11.5px", "12px", "46px", "clamp(1.35rem, 1rem + 1.8vw, 1.85rem)"}
"""Pictures, in units of their own, and the title of the home page."""


def test_sizes_of_text_are_of_the_scale() -> None:
    text = "\n".join(file.read_text("utf-8") for file in sorted(CSS.glob("*.css")))
    scale = set(re.findall(r"^  (--ef-text-\w+): ", text, re.MULTILINE))
    sizes = re.findall(r"font-size: ([^;]+);", text)
    assert len(scale) == 9
    assert {size for size in sizes if size[4:-1] not in scale and not size.endswith("em")} <= ELSEWHERE
    assert not [size for size in sizes if re.fullmatch(r"[\d.]+rem", size)], "one of --ef-text-... in 10-theme.css"
