"""What readers come to the comparison for: each need chooses kinds of frameworks, what they must have, and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Vocabulary


class Need(NamedTuple):
    """A need, as a choice that the comparison's address holds.

    Attributes:
        title: what a reader wants to do.
        kinds: the kinds of frameworks that come into question.
        words: what they must have, as ``hardware.amd``.
        columns: what else tells them apart.
    """

    title: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def query(self) -> str:
        """The choice as the query of an address; only what is worked on."""
        groups = dict.fromkeys(word.partition(".")[0] for word in self.words)
        asked = {
            group: ",".join(word.partition(".")[2] for word in self.words if word.startswith(f"{group}."))
            for group in groups
        }
        fields = {"kind": ",".join(self.kinds), **asked, "active": "1", "columns": ",".join(self.columns)}
        return "&".join(f"{name}={value}" for name, value in fields.items())


NEEDS = (
    Need(
        "Serve on AMD",
        ("serving-engine", "edge-runtime"),
        ("supports.serving", "hardware.amd"),
        (
            *(
                "features.openai-compatible-api",
                "features.tool-calling",
                "features.multi-lora",
                "features.lora-serving",
            ),
            *("features.prefix-caching", "features.disaggregated-prefill", "features.speculative-decoding"),
            *("parallelism.tensor", "parallelism.expert", "quantization.fp8", "quantization.awq", "quantization.gptq"),
            *("quantization.gguf", "quantization.mxfp4"),
        ),
    ),
    Need(
        "Fine-tune on one GPU",
        ("trainer", "library", "rl-trainer"),
        ("supports.fine_tuning", "features.peft-training"),
        (
            *("quantization.bitsandbytes-nf4", "features.activation-checkpointing", "features.cpu-disk-offload"),
            *("features.flash-attention", "features.sequence-packing", "features.multimodal", "features.rlhf"),
            *("hardware.nvidia", "hardware.amd", "hardware.intel", "hardware.apple"),
        ),
    ),
    Need(
        "Run on a phone",
        ("edge-runtime", "serving-engine", "library"),
        ("platform.mobile-os",),
        (
            *("supports.inference", "hardware.mobile-gpu", "hardware.qualcomm", "hardware.apple", "hardware.vulkan"),
            *("hardware.webgpu", "hardware.cpu", "quantization.int4", "quantization.int8", "quantization.gguf"),
            *("features.vision-input", "features.audio-input", "features.speculative-decoding"),
        ),
    ),
    Need(
        "RL post-training",
        ("rl-trainer", "trainer"),
        ("features.rlhf",),
        (
            *("features.async-rl", "features.agentic-rl", "features.peft-training", "features.multimodal"),
            *("features.sequence-packing", "features.fp8-training", "parallelism.zero-fsdp", "parallelism.tensor"),
            *("parallelism.expert", "parallelism.context", "hardware.nvidia", "hardware.amd", "hardware.ascend"),
        ),
    ),
    Need(
        "Quantize a model",
        ("compression-toolkit", "library"),
        ("supports.compression",),
        (
            *("quantization.gptq", "quantization.awq", "quantization.smoothquant", "quantization.fp8"),
            *("quantization.int8", "quantization.int4", "quantization.nvfp4", "quantization.mxfp4"),
            *("quantization.gguf", "quantization.compressed-tensors", "features.kv-cache-quantization"),
            *("features.qat", "features.pruning-sparsity"),
        ),
    ),
)


def needs(vocabulary: Vocabulary) -> list[Need]:
    """Return the needs that these words can tell, without kinds and columns that are not among them."""
    kinds = vocabulary.group("kind")
    return [
        need._replace(
            kinds=tuple(kind for kind in need.kinds if kind in kinds), columns=tuple(_known(vocabulary, need.columns))
        )
        for need in NEEDS
        if len([*_known(vocabulary, need.words)]) == len(need.words) and not kinds.keys().isdisjoint(need.kinds)
    ]


def _known(vocabulary: Vocabulary, words: Iterable[str]) -> Iterator[str]:
    for word in words:
        group, _, name = word.partition(".")
        if name in vocabulary.group(group):
            yield word
