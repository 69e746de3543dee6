"""The table of accelerators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.records import Flops
from effllm.site.building.render import overview
from effllm.site.view import read_in
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

FORMATS = [name for name in Flops.model_fields if name != "fp64"]


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page."""
    hardware = list(view.kb.hardware.values())
    yield overview(
        here,
        "hardware.html",
        {"description": f"{count(len(hardware), 'accelerator')}: memory, bandwidth, operations a second, power, price"},
        hardware=[(one, list(dict.fromkeys(s for _, read in read_in(one.sources) for s in read))) for one in hardware],
        formats=FORMATS,
    )
