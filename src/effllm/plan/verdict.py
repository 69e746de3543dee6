"""Whether a plan fits, in a sentence. The page fills the same sentences, from its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.plan.plan_terms import MEMORY

if TYPE_CHECKING:
    from effllm.plan.device_plan import Plan

BINARY = 2**30 / 10**9
"""How many times as large a GB is where it is read as 2^30 bytes, not as 10^9."""

PARTS = {"weights": "weights", "kv_cache": "KV cache", "activations": "activations", "buffers": "buffers"}
"""How sentences name the parts of memory."""

SENTENCES = {
    "memory": "It takes {used}{each}.",
    "no_room": "Whether it fits on {where} is not known: {why}.",
    "unknown": "Not known: {parts}. So it cannot be told whether it fits on {where}; what is known takes {used}{each}.",
    "yes": "It fits on {where}: {spare} free{each}.",
    "no": "It does not fit on {where}: {spare} too much{each}.",
    "no_without": "It does not fit on {where}: {spare} too much{each}, and not counted, because not known: {parts}.",
    "printed": (
        "It does not fit on {where} by the printed size: {spare} too much{each}. It may fit on cards whose {printed} "
        "are binary gigabytes (up to 7.4 % more)."
    ),
}
"""The sentences by what is the case; `case_of` tells which it is."""


def lacking(plan: Plan) -> list[str]:
    """Return the parts of memory that are not known, as sentences name them."""
    return [PARTS[part] for part in MEMORY if plan.memory[part] is None]


def case_of(plan: Plan) -> str:
    """Return which of the sentences holds for a plan.

    ``printed`` is: no, but what is lacking is less than what the memory gains where its GB are 2^30 bytes.
    """
    room = plan.accelerator.memory if plan.accelerator else None
    if plan.accelerator is None:
        return "memory"
    if room is None or plan.spare is None:
        return "no_room"
    if plan.fits is None:
        return "unknown"
    if plan.fits:
        return "yes"
    if lacking(plan):
        return "no_without"
    return "printed" if plan.per_device <= room * BINARY else "no"


def verdict(plan: Plan) -> str:
    """Return whether a plan fits, in a sentence."""
    several = plan.choices.count > 1
    name = plan.accelerator.name if plan.accelerator else ""
    room = (plan.accelerator.memory if plan.accelerator else None) or 0
    return SENTENCES[case_of(plan)].format(
        where=f"{plan.choices.count:,} \N{MULTIPLICATION SIGN} {name}" if several else name,
        each=" on each" if several else "",
        used=size(plan.per_device),
        spare=size(abs(plan.spare or 0)),
        parts=", ".join(lacking(plan)),
        printed=f"{room / 10**9:g} GB",
        why=plan.unknown.get("fits", ""),
    )


def gb(value: int) -> str:
    """Return bytes in GB, 10^9 of them; a half is rounded up, as the page does."""
    return f"{(value + 5 * 10**6) // 10**7 / 100:,.2f} GB"


def gib(value: int) -> str:
    """Return bytes in GiB, 2^30 of them, rounded likewise."""
    return f"{(value * 100 + 2**29) // 2**30 / 100:,.2f} GiB"


def size(value: int) -> str:
    """Return bytes in GB and in GiB."""
    return f"{gb(value)} = {gib(value)}"
