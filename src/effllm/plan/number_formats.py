"""The formats of weights and of the KV cache: how many bits a number takes in each, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from effllm.nearest import UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

SIXTEEN = 16.0
LLAMA_CPP = "ggml-org/llama.cpp:tools/quantize/README.md@311c2c9"
"""The table of bits of whole files, measured on Llama 3.1 8B."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How numbers are stored.

    Attributes:
        id: its name here.
        name: its name for readers.
        bits: bits a number, scales and zero points included.
        embeddings: bits of a number of the input and output embeddings, which most methods leave in 16 bits.
        experts_only: whether only the routed experts of a model that has some are stored so, all else in 16 bits.
        rates: the rates of an accelerator that a product of such weights may use, the fastest first.
        word: its word in the vocabulary of quantization formats; without one any framework has it.
        formula: id of the formula that gives the bits, with `inputs`.
        inputs: what it is given.
        papers: keys of the papers that introduce it.
        source: where the bits are printed, if not in the formula's paper.
    """

    id: str
    name: str
    bits: float
    embeddings: float = SIXTEEN
    experts_only: bool = False
    rates: tuple[str, ...] = ("fp16",)
    word: str | None = None
    formula: str | None = None
    inputs: Mapping[str, float] | None = None
    papers: tuple[str, ...] = ()
    source: str | None = None


def _group(one: str, name: str, bits: int, word: str, *papers: str) -> NumberFormat:
    """Return a format of integers in groups of 128, each with a 16-bit scale and a zero point."""
    inputs = {"bits": bits, "group": 128, "zero_bits": bits}
    found = bits + (16 + bits) / 128
    return NumberFormat(one, name, found, word=word, formula="bits-group", inputs=inputs, papers=papers)


def _gguf(one: str, name: str, bits: float) -> NumberFormat:
    """Return a type of a whole GGUF file, embeddings included."""
    return NumberFormat(one, name, bits, bits, word="gguf", source=LLAMA_CPP)


def _block(one: str, name: str, block_bytes: int, block: int = 32) -> NumberFormat:
    """Return a block type of llama.cpp, as its KV cache uses them."""
    bits, inputs = 8 * block_bytes / block, {"block_bytes": block_bytes, "block_weights": block}
    return NumberFormat(one, name, bits, bits, formula="bits-ggml", inputs=inputs)


def _by_id(*formats: NumberFormat) -> dict[str, NumberFormat]:
    return {one.id: one for one in formats}


WEIGHTS = _by_id(
    NumberFormat("fp32", "FP32", 32, 32, rates=("tf32", "fp32")),
    NumberFormat("bf16", "BF16", SIXTEEN),
    NumberFormat("fp16", "FP16", SIXTEEN),
    NumberFormat("fp8", "FP8", 8, rates=("fp8", "fp16"), word="fp8", papers=("micikevicius2022fp8",)),
    NumberFormat(
        "int8", "INT8", 8, rates=("int8", "fp16"), word="int8",
        papers=("dettmers2022llmint8", "xiao2022smoothquant"),
    ),
    NumberFormat(
        "mxfp8", "MXFP8", 8.25, rates=("fp8", "fp16"), formula="bits-block-float",
        inputs={"element_bits": 8, "block": 32}, word="fp8", papers=("rouhani2023microscalingmx",),
    ),
    NumberFormat(
        "nvfp4", "NVFP4", 4.5, rates=("fp4", "fp8", "fp16"), word="nvfp4", formula="bits-block-float",
        inputs={"element_bits": 4, "block": 16}, papers=("nvidia2025pretraining",),
    ),
    NumberFormat(
        "mxfp4", "MXFP4", 4.25, experts_only=True, rates=("fp4", "fp8", "fp16"), word="mxfp4",
        formula="bits-block-float", inputs={"element_bits": 4, "block": 32},
        papers=("rouhani2023microscalingmx", "openai2025gptoss"),
    ),
    _group("gptq-8bit", "GPTQ, 8 bits, groups of 128", 8, "gptq", "frantar2022gptq"),
    _group("gptq-4bit", "GPTQ, 4 bits, groups of 128", 4, "gptq", "frantar2022gptq"),
    _group("gptq-3bit", "GPTQ, 3 bits, groups of 128", 3, "gptq", "frantar2022gptq"),
    _group("awq", "AWQ, 4 bits, groups of 128", 4, "awq", "lin2023awq"),
    _group("int4", "INT4, groups of 128", 4, "int4"),
    NumberFormat(
        "nf4", "NF4, constants quantized twice", 4 + 8 / 64 + 32 / (64 * 256), word="bitsandbytes-nf4",
        formula="bits-nf4", inputs={}, papers=("dettmers2023qlora",),
    ),
    _gguf("q8_0", "GGUF Q8_0", 8.5008),
    _gguf("q6_k", "GGUF Q6_K", 6.5633),
    _gguf("q5_k_m", "GGUF Q5_K_M", 5.7036),
    _gguf("q4_k_m", "GGUF Q4_K_M", 4.8944),
    _gguf("iq4_xs", "GGUF IQ4_XS", 4.4597),
    _gguf("q2_k", "GGUF Q2_K", 3.1593),
    _gguf("iq2_xxs", "GGUF IQ2_XXS", 2.3824),
    _gguf("iq1_s", "GGUF IQ1_S", 2.0042),
)  # fmt: skip
"""Formats of weights by id."""

KV = _by_id(
    NumberFormat("fp32", "FP32", 32),
    NumberFormat("bf16", "BF16", SIXTEEN),
    NumberFormat("fp16", "FP16", SIXTEEN),
    NumberFormat("fp8", "FP8", 8, papers=("micikevicius2022fp8",)),
    _block("q8_0", "llama.cpp Q8_0", 34),
    _block("q4_0", "llama.cpp Q4_0", 18),
    NumberFormat(
        "kivi-4bit", "KIVI, 4 bits, groups of 32", 5, formula="bits-group",
        inputs={"bits": 4, "group": 32, "zero_bits": 16}, papers=("liu2024kivi",),
    ),
    NumberFormat(
        "kivi-2bit", "KIVI, 2 bits, groups of 32", 3, formula="bits-group",
        inputs={"bits": 2, "group": 32, "zero_bits": 16}, papers=("liu2024kivi",),
    ),
)  # fmt: skip
"""Formats of the KV cache by id."""


def weight_format(name: str) -> NumberFormat:
    """Return a format of weights; capitals do not count.

    Raises:
        UnknownFormat: there is none of this name.
    """
    return _named(name, WEIGHTS)


def kv_format(name: str) -> NumberFormat:
    """Return a format of the KV cache; capitals do not count.

    Raises:
        UnknownFormat: there is none of this name.
    """
    return _named(name, KV)


def _named(name: str, known: Mapping[str, NumberFormat]) -> NumberFormat:
    found = known.get(str(name).lower().replace(" ", "-"))
    if found is None:
        raise UnknownFormat(str(name), known)
    return found
