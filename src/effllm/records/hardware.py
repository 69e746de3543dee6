"""An accelerator that trains or runs language models, an entry of `taxonomy/hardware.yml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from effllm.records.base import Int, Record, Sources, Texts
from effllm.records.taxonomy import SLUG_SCHEMA


class Flops(Record):
    """Highest rates of dense matrix products, without sparsity, in operations a second, by number format."""

    fp64: float | None = Field(default=None, description="FP64.")
    fp32: float | None = Field(default=None, description="FP32, outside of tensor cores.")
    tf32: float | None = Field(default=None, description="TF32 in tensor cores.")
    fp16: float | None = Field(default=None, description="FP16 or BF16 in tensor cores.")
    fp8: float | None = Field(default=None, description="FP8.")
    fp4: float | None = Field(default=None, description="FP4.")
    int8: float | None = Field(default=None, description="INT8, in integer operations.")


class Accelerator(Record):
    """A chip or card with its memory. What no source says stays out."""

    id: str = Field(description="Unique among the accelerators.", json_schema_extra=SLUG_SCHEMA)
    name: str = Field(description="Full name, as Epoch AI has it.")
    aliases: Texts = Field(default=(), description="Other names.")
    manufacturer: str | None = Field(default=None, description="Who makes or sells it.")
    released: str | None = Field(default=None, description="Day on which it came out, `2022-09-20`.")
    memory: Int | None = Field(
        default=None,
        description="Memory in bytes, as data sheets print it: 80 GB is 80,000,000,000. Many chips have that many GiB "
        "(1 GiB is 1,073,741,824 bytes), about 7 % more; drivers keep a part of it.",
    )
    bandwidth: float | None = Field(default=None, description="Memory bandwidth in bytes a second; 1 GB is 10^9 bytes.")
    flops: Flops | None = Field(default=None, description="Operations a second by number format, dense.")
    power: float | None = Field(default=None, description="Thermal design power in watts.")
    price_usd: float | None = Field(default=None, description="Price on that day in US dollars.")
    url: str | None = Field(default=None, description="Where Epoch AI read its numbers.")
    doubtful: tuple[Literal["memory", "bandwidth", "flops", "power", "price_usd"], ...] = Field(
        default=(), description="Which of these numbers, kept as in the source, the note doubts."
    )
    note: str | None = Field(default=None, description="What is in doubt, and why.")
    sources: Sources = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)
