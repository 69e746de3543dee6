"""The questions that readers bring to the figures, and which rankings answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from effllm.kb.rankings import FULL, whole_bits

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
    """

    id: str
    title: str
    about: str
    asks: Callable[[Result], bool]

    def answers(self, rankings: Iterable[Ranking]) -> Iterator[Ranking]:
        """Yield the rankings that answer it."""
        return (ranking for ranking in rankings if self.asks(ranking.groups[0].results[0].result))


_QUALITY = {"perplexity", "accuracy", "benchmark-score"}
_ONE_TABLE = "Each table is of one paper, which ran all its methods on the same data; two tables do not compare."


def _weights(bits: int) -> Callable[[Result], bool]:
    def asks(result: Result) -> bool:
        setting = result.setting
        only = (setting.activation_bits or FULL) >= FULL and (setting.kv_bits or FULL) >= FULL
        return result.metric in _QUALITY and only and whole_bits(setting.weight_bits) == bits

    return asks


def _weights_and_activations(result: Result) -> bool:
    setting = result.setting
    return result.metric in _QUALITY and (setting.activation_bits or FULL) <= 4 and (setting.weight_bits or FULL) <= 4  # noqa: PLR2004 - 4 bits


QUESTIONS = (
    Question(
        "weights-at-2-bits",
        "Which method keeps most quality with weights at 2 bits?",
        f"Weights at about 2 bits, activations as they were. {_ONE_TABLE} Look at the exact bits of each row, too: "
        "at this size a quarter of a bit more counts.",
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
        f"compare, and zeros among the activations are said to be that. {_ONE_TABLE}",
        lambda result: result.metric in _QUALITY and result.setting.sparsity is not None,
    ),
    Question(
        "kv-cache-at-few-bits",
        "What does a KV cache of few bits cost in quality?",
        "The cache at about the bits that a table says, the weights as they were; the rows have the exact bits, with "
        f"scales and outliers. {_ONE_TABLE}",
        lambda result: (
            result.metric in _QUALITY
            and (result.setting.kv_bits or FULL) < FULL
            and (result.setting.weight_bits or FULL) >= FULL
        ),
    ),
    Question(
        "kv-cache-budget",
        "Which method keeps most quality when the KV cache holds few tokens?",
        f"The cache limited to a number of tokens, a table for each number. {_ONE_TABLE}",
        lambda result: result.metric in _QUALITY and result.setting.kv_budget is not None,
    ),
    Question(
        "speculative-decoding",
        "How much faster is speculative decoding?",
        "Speedup against plain decoding on the same hardware, by task. The speedup depends on the model, the card, the "
        "temperature and the batch, so only methods in one table compare.",
        lambda result: result.metric == "speedup" and bool(result.method),
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
        f"Throughput on the same hardware, with the same lengths and batch. {_ONE_TABLE}",
        lambda result: result.metric == "throughput",
    ),
    Question(
        "memory",
        "How much memory is left to pay?",
        "Memory of weights, model files or training states: the table says which part is counted. Estimates of the "
        f"authors are called so. {_ONE_TABLE}",
        lambda result: result.metric == "memory",
    ),
)
"""In the order of the page."""
