"""Which frameworks have a format on an accelerator: the cells of their records that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.plan.number_formats import NumberFormat
    from effllm.records import Accelerator, Cell, Framework

KINDS = ("serving-engine", "edge-runtime", "library")
"""The kinds of frameworks that run a model by themselves."""

MAKERS = {
    "AMD": "amd",
    "Amazon AWS": "aws-neuron",
    "Cambricon": "cambricon",
    "Google": "tpu",
    "Huawei": "ascend",
    "Intel": "intel",
    "MetaX": "metax",
    "Moore Threads (Tencent)": "moore-threads",
    "NVIDIA": "nvidia",
}
"""The word of the vocabulary's hardware for what a maker sells."""


class Support(NamedTuple):
    """A framework that runs a format on the hardware of a maker.

    Attributes:
        framework: its record.
        hardware: the cell that says it runs on such hardware.
        format: the cell that says it has the format; None for 16 and 32 bits, which every framework has.
    """

    framework: Framework
    hardware: Cell
    format: Cell | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, both cells with their source and date."""
        cells = {"hardware": self.hardware, "format": self.format}
        return {
            "framework": self.framework.id,
            "name": self.framework.name,
            **{name: cell.to_dict() for name, cell in cells.items() if cell},
        }


def word_of(accelerator: Accelerator) -> str | None:
    """Return the word for the hardware of an accelerator's maker; None where the vocabulary has none."""
    if "Gaudi" in accelerator.name:
        return "gaudi"
    return MAKERS.get(accelerator.manufacturer or "")


def runs_models(one: Framework) -> bool:
    """Tell whether a framework generates text by itself and is still worked on."""
    generates = "yes" in {one.supports.inference.value, one.supports.serving.value}
    return generates and one.kind in KINDS and one.status.state == "active"


def support(
    frameworks: Iterable[Framework], accelerator: Accelerator | None, weights: NumberFormat
) -> tuple[Support, ...]:
    """Return the frameworks that generate text with such weights on such an accelerator, in their order.

    Those whose records do not say both are left out, and those whose projects have ended.
    """
    word = word_of(accelerator) if accelerator else None
    if word is None:
        return ()
    found = []
    for one in frameworks:
        hardware = one.hardware.get(word)
        cell = one.quantization.get(weights.word) if weights.word else None
        if runs_models(one) and hardware and hardware.value == "yes":
            if weights.word is None:
                found.append(Support(one, hardware, None))
            elif cell and cell.value == "yes":
                found.append(Support(one, hardware, cell))
    return tuple(found)
