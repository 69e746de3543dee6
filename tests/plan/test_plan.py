"""`kb.plan` on invented models with the real formulas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import effllm
from effllm.plan import KV, WEIGHTS, blueprint
from effllm.plan.verdict import case_of
from effllm.records import Accelerator, Architecture, Corpus, Flops, PretrainedModel

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

pytestmark = pytest.mark.corpus
CARD = Accelerator(
    id="card", name="Card", manufacturer="NVIDIA", memory=24 * 10**9, bandwidth=1e12, power=400, price_usd=35_040,
    flops=Flops(fp16=1e14),
)  # fmt: skip
DENSE: dict[str, Any] = {
    "config": "example/dense", "layers": 10, "hidden_size": 1000, "attention_heads": 8, "kv_heads": 2, "head_dim": 100,
    "intermediate_size": 4000, "gated_mlp": True, "norm": "RMSNorm", "vocab_size": 10_000, "context_length": 8192,
}  # fmt: skip


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return effllm.load()


def planner(real: KnowledgeBase, **fields: Any) -> KnowledgeBase:  # noqa: ANN401 - any field
    """Return a knowledge base with one model, one card and the real formulas."""
    model = PretrainedModel(**{"id": "invented", "name": "Invented", "parameters": 10**9, **fields})
    return effllm.KnowledgeBase(Corpus(models=(model,), hardware=(CARD,), formulas=real.corpus.formulas))


def dense(real: KnowledgeBase, **shape: Any) -> KnowledgeBase:  # noqa: ANN401 - as above
    return planner(real, architecture=Architecture(**(DENSE | shape)))


def test_memory_is_whole_bytes_by_part(real: KnowledgeBase) -> None:
    plan = dense(real).plan("invented", on="card", context=1000)
    assert repr(plan).startswith("<Plan: invented in bf16 on 1 card, ")
    assert plan.memory == {
        "weights": 2 * (2 * 10_000 * 1000 + 1000 + 10 * (2 * 1000 * 800 + 2 * 1000 * 200 + 3 * 1000 * 4000 + 2000)),
        "kv_cache": 10 * 2 * 2 * 100 * 1000 * 2,
        "activations": 1000 * 2 * (2 * 1000 + 2 * 4000),
        "buffers": 512 * 4 * (10_000 + 1000),
    }
    assert all(type(value) is int for value in plan.memory.values())
    assert plan.per_device == sum(filter(None, plan.memory.values()))
    assert plan.spare == CARD.memory - plan.per_device  # type: ignore[operator]  # the card has a memory
    assert plan.fits is True


def test_heads_fewer_than_accelerators_are_held_twice(real: KnowledgeBase) -> None:
    kb = dense(real)
    one, four = (kb.plan("invented", on="card", count=count, context=1000) for count in (1, 4))
    assert four.memory == one.memory
    weights, cache = (one.memory[part] or 0 for part in ("weights", "kv_cache"))
    residual, logits = 1000 * 2 * (2 * 1000 + 2 * 4000 // 4), one.memory["buffers"] or 0
    assert four.per_device == weights // 4 + cache // 2 + residual + logits


def test_the_latent_of_mla_is_on_every_accelerator(real: KnowledgeBase) -> None:
    kb = dense(real, kv_lora_rank=64, qk_rope_head_dim=16, qk_nope_head_dim=16, v_head_dim=16, head_dim=None)
    plan = kb.plan("invented", on="card", count=8, context=1000)
    assert plan.memory["kv_cache"] == 10 * 80 * 1000 * 2
    weights = plan.memory["weights"] or 0
    assert plan.per_device - weights // 8 > 10 * 80 * 1000 * 2


def test_windows_and_recurrent_layers_stop_growing(real: KnowledgeBase) -> None:
    window = dense(real, layer_types={"sliding_attention": 8, "full_attention": 2}, sliding_window=100)
    assert window.plan("invented", context=1000).memory["kv_cache"] == (8 * 100 + 2 * 1000) * 2 * 2 * 100 * 2
    sizes = {"linear_value_heads": 4, "linear_key_head_dim": 10, "linear_value_head_dim": 10}
    hybrid = dense(real, layer_types={"linear_attention": 8, "full_attention": 2}, **sizes)
    cache = hybrid.plan("invented", context=1000, batch=3).memory["kv_cache"]
    assert cache == 3 * (2 * 1000 * 2 * 2 * 100 * 2 + 8 * 4 * 10 * 10 * 4)


def test_formats_leave_the_embeddings_in_16_bits_but_for_gguf(real: KnowledgeBase) -> None:
    kb = dense(real)
    plain, nf4, gguf = (kb.plan("invented", weights=one).memory["weights"] or 0 for one in ("bf16", "nf4", "q8_0"))
    embeddings = 2 * 10_000 * 1000
    assert nf4 == pytest.approx((plain / 2 - embeddings) * WEIGHTS["nf4"].bits / 8 + embeddings * 2, abs=2)
    assert gguf == pytest.approx(plain / 2 * 8.5008 / 8, abs=2)


def test_a_step_reads_only_the_experts_that_tokens_are_sent_to(real: KnowledgeBase) -> None:
    moe = dense(real, experts=8, experts_per_token=2, moe_intermediate_size=4000)
    experts = 10 * 8 * 3 * 1000 * 4000
    reads = {
        batch: sum(
            one.value for one in moe.plan("invented", on="card", batch=batch).figures
            if one.term.formula == "moe-experts-read"
        )
        for batch in (1, 1000)
    }  # fmt: skip
    assert reads[1] == experts * 2 * 2 / 8
    assert reads[1000] == pytest.approx(experts * 2)


def test_bounds_are_lower_and_say_what_limits_them(real: KnowledgeBase) -> None:
    plan = dense(real).plan("invented", on="card", context=1000)
    step = plan.bounds["time_per_token"]
    table, weights, cache = 10_000 * 1000 * 2, plan.memory["weights"] or 0, plan.memory["kv_cache"] or 0
    assert step.value == pytest.approx((weights - table + cache) / 1e12)
    assert step.limited_by == "reading weights and cache once"
    assert plan.bounds["time_to_first_token"].limited_by == "arithmetic of the prompt"
    assert plan.bounds["tokens_per_second"].value == pytest.approx(1 / step.value)
    assert plan.bounds["energy_per_token"].value == pytest.approx(400 * step.value)
    assert plan.bounds["price_per_million_tokens"].value == pytest.approx(1e6 * step.value / 3600)
    assert "35,040 USD, spread over 4 years" in plan.bounds["price_per_million_tokens"].assumptions[-1]
    dear = dense(real).plan("invented", on="card", context=1000, price_per_hour=2)
    assert dear.bounds["price_per_million_tokens"].value == pytest.approx(2e6 * step.value / 3600)


def test_every_figure_has_a_formula_and_who_states_it(real: KnowledgeBase) -> None:
    plan = real.plan("deepseek-v3", on="h200-sxm", count=8, weights="fp8")
    for figure in plan.figures:
        assert figure.term.formula in real.formulas
        assert figure.paper in real.papers if figure.paper else figure.source
        assert figure.value == real.formulas[figure.term.formula].evaluate(**figure.inputs)
    weights = next(figure for figure in plan.figures if figure.term.part == "weights")
    source = real.models["deepseek-v3"].sources["architecture"]
    assert weights.to_dict()["sources"] == [source], "a source that stands alone is one source, not its letters"


def test_parameters_alone_give_weights_and_say_what_is_unknown(real: KnowledgeBase) -> None:
    plan = planner(real).plan("invented", on="card")
    assert plan.memory == {"weights": 2 * 10**9, "kv_cache": None, "activations": None, "buffers": None}
    assert plan.unknown["kv_cache"] == "the record of the model has no architecture"
    assert plan.fits is None
    assert plan.verdict == (
        "Not known: KV cache, activations, buffers. So it cannot be told whether it fits on Card; "
        "what is known takes 2.00 GB = 1.86 GiB."
    )
    assert plan.spare == 22 * 10**9
    large = planner(real, parameters=10**11).plan("invented", on="card")
    assert large.fits is False
    assert large.verdict.endswith("too much, and not counted, because not known: KV cache, activations, buffers.")


def test_the_verdict_says_where_binary_gigabytes_would_decide(real: KnowledgeBase) -> None:
    plans = [dense(real).plan("invented", on="card", context=8192, batch=batch) for batch in (300, 365, 400)]
    assert [case_of(plan) for plan in plans] == ["yes", "printed", "no"]
    assert [plan.fits for plan in plans] == [True, False, False]
    assert plans[1].verdict.endswith("on cards whose 24 GB are binary gigabytes (up to 7.4 % more).")


def test_what_would_make_it_fit(real: KnowledgeBase) -> None:
    plan = dense(real).plan("invented", on="card", context=8192, batch=500)
    assert plan.fits is False
    best = plan.savings[0]
    assert best.fits
    assert best.saves == plan.per_device - best.per_device
    assert {"kv", "count", "kept"} <= {name for one in plan.savings if one.fits for name in one.change}
    [fewer] = [one for one in plan.savings if one.change == {"kv": "kivi-2bit"}]
    again = dense(real).plan("invented", on="card", context=8192, batch=500, kv="kivi-2bit")
    assert again.per_device == fewer.per_device
    assert "liu2024kivi" in fewer.papers


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"count": 0}, "count is 0; it must be a whole number from 1"),
        ({"count": 1.5}, "count is 1.5"),
        ({"count": True}, "count is True"),
        ({"context": -1}, "context is -1; it must be a whole number"),
        ({"context": 9000}, "context is 9,000; invented allows 8,192 tokens at most"),
        ({"batch": 10**9}, "batch is 1000000000; it must be a whole number from 1 to 1,000,000"),
        ({"price_per_hour": -1}, "price_per_hour is -1"),
        ({"weights": "gptq"}, "did you mean gptq-"),
        ({"kv": "q4"}, "no format 'q4'; did you mean q4_0?"),
        ({"kv": "x"}, "no format 'x'; there are fp32, bf16"),
        ({"on": "crad"}, "did you mean card"),
    ],
)
def test_wrong_choices_are_answered_with_a_sentence(real: KnowledgeBase, choices: dict[str, Any], message: str) -> None:
    with pytest.raises((ValueError, KeyError)) as raised:
        dense(real).plan("invented", **choices)
    assert message in str(raised.value)


def test_a_model_of_which_nothing_is_known(real: KnowledgeBase) -> None:
    with pytest.raises(ValueError, match="neither the parameters of invented nor its architecture are known"):
        planner(real, parameters=None).plan("invented")


def test_every_model_can_be_planned_or_says_why_not(real: KnowledgeBase) -> None:
    """All real models, in formats that touch every kind of term; nothing is NaN, and JSON can hold it."""
    for model in real.models.values():
        if blueprint(model):
            plan = real.plan(model.id, on="h100-sxm", weights="mxfp4", kv="fp8", batch=7)
            assert all(value is not None or part in plan.unknown for part, value in plan.memory.items())
            json.dumps(plan.to_dict(), allow_nan=False)


def test_formats_are_those_of_their_formulas(real: KnowledgeBase) -> None:
    for one in (*WEIGHTS.values(), *KV.values()):
        if one.formula:
            assert real.formulas[one.formula].evaluate(**one.inputs or {}) == pytest.approx(one.bits)
        assert set(one.papers) <= set(real.papers)
        assert one.word is None or one.word in real.vocabulary.group("quantization")
