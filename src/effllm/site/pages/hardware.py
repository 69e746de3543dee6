"""The table of accelerators."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from effllm.records import Flops
from effllm.site import text_lists
from effllm.site.building.render import overview
from effllm.site.view import read_in
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Accelerator
    from effllm.site.building.render import Made
    from effllm.site.contents import Overview
    from effllm.site.view import View

FORMATS = [name for name in Flops.model_fields if name != "fp64"]


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the page, and the table as text."""
    hardware = [(one, _read(one)) for one in view.kb.hardware.values()]
    where = Counter(source for _, sources in hardware for source in sources)
    yield overview(
        here,
        "hardware.html",
        {"description": f"{count(len(hardware), 'accelerator')}: memory, bandwidth, operations a second, power, price"},
        hardware=hardware,
        shared=[source for source, times in where.items() if 2 * times > len(hardware)],
        formats=FORMATS,
    )
    yield text_lists.accelerators(view)


def _read(one: Accelerator) -> list[str]:
    """Return where the numbers of an accelerator were read, each place once."""
    return list(dict.fromkeys(source for _, read in read_in(one.sources) for source in read))
