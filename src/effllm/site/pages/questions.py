"""The questions that readers bring to the figures, and which rankings answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from effllm.kb.rankings import FULL, is_compressed, whole_bits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from effllm.records import Result
    from effllm.site.pages.rankings import Ranking


class Question(NamedTuple):
    """A question.

    Attributes:
        id: the end of its address, ``results/<id>/``.
        title: the question in words.
        about: what may be compared, and what may not.
        asks: whether a figure of a ranking is about it.
        alone: whether it is asked of a method alone, too, against the model before compression.
        measured: whether figures that were measured outside of papers are shown, too.
    """

    id: str
    title: str
    about: str
    asks: Callable[[Result], bool]
    alone: bool = False
    measured: bool = False

    def answers(self, rankings: Iterable[Ranking]) -> Iterator[Ranking]:
        """Yield the rankings that answer it."""
        for ranking in rankings:
            if self.asks(ranking.groups[0].results[0].result) and (self.alone or _sets_side_by_side(ranking)):
                yield ranking


def _sets_side_by_side(ranking: Ranking) -> bool:
    """Tell whether a ranking has two methods, not one with fewer and with more bits."""
    return any(len({one.result.method or one.paper.key for one in group}) > 1 for group in ranking.groups)


_QUALITY = {"perplexity", "accuracy", "benchmark-score"}
_ONE_TABLE = "Each table is of one paper, which ran all its methods on the same data; two tables do not compare."


_TRAINING = ("train", "tun", "optimizer", "gradient")
_PLAIN_DECODING = ("autoregressive", "without specul", "vanilla", "plain decoding")


def _weights(bits: int) -> Callable[[Result], bool]:
    def asks(result: Result) -> bool:
        only = is_compressed(result.setting) and not is_compressed(
            result.setting.model_copy(update={"weight_bits": None})
        )
        return result.metric in _QUALITY and only and whole_bits(result.setting.weight_bits) == bits

    return asks


def _weights_and_activations(result: Result) -> bool:
    setting = result.setting
    return result.metric in _QUALITY and (setting.activation_bits or FULL) <= 4 and (setting.weight_bits or FULL) <= 4  # noqa: PLR2004 - 4 bits


def _pruned(result: Result) -> bool:
    """Tell whether weights are zero, not activations."""
    sparsity = result.setting.sparsity or "0%"
    return result.metric in _QUALITY and sparsity != "0%" and "activation" not in sparsity


def _speculative(result: Result) -> bool:
    """Tell whether a speedup is over plain decoding with the same model: others may answer worse."""
    against = result.baseline.what.casefold() if result.baseline else ""
    plain = any(words in against for words in _PLAIN_DECODING)
    return result.metric == "speedup" and bool(result.method) and plain and not is_compressed(result.setting)


def _of_training(result: Result) -> bool:
    return any(word in (result.setting.part or "").casefold() for word in _TRAINING)


QUESTIONS = (
    Question(
        "weights-at-2-bits",
        "Which method keeps most quality with weights at 2 bits?",
        f"Weights at about 2 bits, activations as they were. {_ONE_TABLE} At this size a quarter of a bit more counts: "
        "the best is whatever no method with as few bits beats.",
        _weights(2),
    ),
    Question(
        "weights-at-3-bits",
        "Which method keeps most quality with weights at 3 bits?",
        f"Weights at about 3 bits, activations as they were. {_ONE_TABLE}",
        _weights(3),
    ),
    Question(
        "weights-at-4-bits",
        "Which method keeps most quality with weights at 4 bits?",
        f"Weights at about 4 bits, activations as they were. {_ONE_TABLE}",
        _weights(4),
    ),
    Question(
        "weights-and-activations-at-4-bits",
        "Which method keeps most quality with weights and activations at 4 bits?",
        f"Both at 4 bits or fewer; tables that quantize the KV cache as well are apart. {_ONE_TABLE}",
        _weights_and_activations,
    ),
    Question(
        "pruning",
        "Which pruning method keeps most quality?",
        "A share of the weights is zero, anywhere or in patterns of 2 in 4 and 4 in 8; or whole heads, channels or "
        "layers are gone, which the tables call structured, or the rank is lower. Only the same share and pattern "
        f"compare. {_ONE_TABLE}",
        _pruned,
    ),
    Question(
        "kv-cache-at-few-bits",
        "What does a KV cache of few bits cost in quality?",
        "The cache at about the bits that a table says, the weights as they were; the rows have the exact bits, with "
        f"scales and outliers, and the line is the model with its whole cache. {_ONE_TABLE}",
        lambda result: (
            result.metric in _QUALITY
            and (result.setting.kv_bits or FULL) < FULL
            and (result.setting.weight_bits or FULL) >= FULL
        ),
        alone=True,
    ),
    Question(
        "kv-cache-budget",
        "Which method keeps most quality when the KV cache holds few tokens?",
        f"The cache limited to a number of tokens; each number ranks apart. {_ONE_TABLE}",
        lambda result: result.metric in _QUALITY and result.setting.kv_budget is not None,
    ),
    Question(
        "speculative-decoding",
        "How much faster is speculative decoding?",
        "Speedup against plain decoding on the same hardware, by task. The speedup depends on the model, the card, the "
        "temperature and the batch, so only methods in one table compare. Nothing is ranked: some methods tune the "
        "model or accept other tokens than it would have chosen.",
        _speculative,
    ),
    Question(
        "accepted-tokens",
        "How many tokens does a step of speculative decoding accept?",
        "Acceptance length depends on drafter, model and text, not on the hardware. It does not include the cost of "
        "drafting, so a longer one need not be faster.",
        lambda result: result.metric == "acceptance-length",
    ),
    Question(
        "serving-throughput",
        "Which method serves more tokens a second?",
        "Throughput on the same hardware, with the same lengths and batch; what does not say its hardware is left out. "
        f"{_ONE_TABLE} Nothing is ranked: what is faster may answer worse. What was measured outside of papers is at "
        "the end: there only rows of one model and task compare, at similar batches.",
        lambda result: result.metric == "throughput" and bool(result.hardware),
        measured=True,
    ),
    Question(
        "energy",
        "How much energy does a token take?",
        "Compare rows of one model on one task with the same precision at similar batches: what differs then is the "
        "hardware. A larger batch mostly takes less energy a token, and each request waits longer. Two models do not "
        "compare, for what takes less may answer worse; so nothing is ranked.",
        lambda result: result.metric in {"energy", "energy-saving"},
        measured=True,
    ),
    Question(
        "training-memory",
        "How much memory does training or fine-tuning take?",
        "Memory of parameters, gradients, optimizer states or all of it: each table says what it counts, and whether "
        "the authors estimate it. Nothing is ranked, for a method that takes less may learn less: look at the quality "
        "that the same table of the paper gives.",
        lambda result: result.metric == "memory" and _of_training(result),
    ),
    Question(
        "memory-of-models",
        "How much memory does a compressed model take?",
        "Memory of weights, model files or the running model: each table says which. Nothing is ranked, for a smaller "
        f"model may answer worse. {_ONE_TABLE}",
        lambda result: result.metric == "memory" and not _of_training(result),
    ),
)
"""In the order of the page."""
