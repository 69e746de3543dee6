"""Language models and accelerators: how they are found, filtered and counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import effllm
from effllm.kb.models import Models
from effllm.records import Architecture, PretrainedModel
from effllm.records.architecture import count_parameters
from tests.factories import knowledge_base

KB = knowledge_base()
LAST_IDS = (
    "gpt-3 gpt-neox-20b opt bloom glm llama llama-2 gopher lamda glam pangu-alpha pangu-sigma palm palm-2 welm"
    " flan-palm alexatm codegeex mpt-7b"
)
"""The ids of the survey's nineteen rows, as they were when each row was a record."""


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["giant", "giant-7b"]),
        ({"organization": "other"}, ["giant"]),
        ({"family": "giant", "open_weights": True}, ["giant-7b"]),
        ({"open_weights": False}, ["giant"]),
        ({"since": 2022}, ["giant-7b"]),
        ({"until": "2021-05-03"}, ["giant"]),
        ({"min_parameters": 1e11}, ["giant"]),
        ({"max_parameters": 7e9}, ["giant-7b"]),
        ({"has_architecture": True}, ["giant-7b"]),
    ],
)
def test_models_are_filtered(asked: dict[str, Any], found: list[str]) -> None:
    assert list(KB.models.filter(**asked)) == found


def test_models_are_filtered_by_license_and_access() -> None:
    models = Models(
        [
            PretrainedModel(id="free", name="Free", license="Apache-2.0", weights="open"),
            PretrainedModel(id="bound", name="Bound", license="Llama 3.3 Community License", weights="open-restricted"),
            PretrainedModel(id="closed", name="Closed", weights="api-only"),
        ]
    )
    assert list(models.filter(license="apache")) == ["free"]
    assert list(models.filter(license=["apache", "license llama"])) == ["free", "bound"]
    assert list(models.filter(weights="open")) == ["free"]
    assert list(models.filter(weights=["open", "api-only"])) == ["free", "closed"]


def test_wrong_filters_say_what_is_right() -> None:
    with pytest.raises(ValueError, match="a year or a day: 2024 or 2024-04-18"):
        KB.models.filter(since="last week")
    with pytest.raises(ValueError, match="it must be True or False"):
        KB.models.filter(open_weights="yes")  # type: ignore[arg-type]  # what people try
    with pytest.raises(ValueError, match="a year or a day: 2024 or 2024-04-18"):
        KB.models.filter(since="2024-13-01")
    with pytest.raises(TypeError, match="min_parameters is '7b'; it must be a number: 7e9"):
        KB.models.filter(min_parameters="7b")  # type: ignore[arg-type]  # as the commands take it
    with pytest.raises(TypeError, match="min_memory is '80GB'; it must be a number: 80e9 for 80 GB"):
        KB.hardware.filter(min_memory="80GB")  # type: ignore[arg-type]  # likewise


def test_former_ids_and_names_lead_to_the_record() -> None:
    assert KB.models["titan"].id == "giant"
    assert KB.models[KB.models["giant-7b"].name.upper()].id == "giant-7b"
    assert KB.hardware["example fast 80 gb"].id == KB.hardware["Fast 80GB"].id == "fast-80gb"
    assert list(KB.hardware.filter(min_memory=50e9)) == ["fast-80gb"]
    with pytest.raises(effllm.UnknownAccelerator, match="did you mean fast-80gb"):
        KB.hardware["fast-80"]


def test_a_name_of_several_models_leads_to_none() -> None:
    twins = Models(PretrainedModel(id=one, name="Twin") for one in ("twin-1", "twin-2"))
    assert twins["Twin-1"].id == "twin-1"
    with pytest.raises(effllm.UnknownModel):
        twins["Twin"]


def test_a_table_has_a_column_for_each_field_inside() -> None:
    head, first, second = KB.models.to_csv().splitlines()
    place = head.split(",").index("architecture_layers")
    assert (first.startswith("giant,"), second.split(",")[0]) == (True, "giant-7b")
    assert second.split(",")[place] == "32"
    assert KB.models.to_records()[1]["architecture"]["kv_heads"] == 8


def shape(**fields: Any) -> Architecture:  # noqa: ANN401 - any field
    given = {
        "layers": 2,
        "hidden_size": 8,
        "attention_heads": 2,
        "head_dim": 4,
        "intermediate_size": 16,
        "vocab_size": 10,
    }
    return Architecture(config="x", norm="RMSNorm", **{"gated_mlp": True, **given, **fields})


@pytest.mark.parametrize(
    ("fields", "total", "active"),
    [
        ({}, 2 * 80 + 8 + 2 * (4 * 64 + 16 + 384), None),
        ({"tied_embeddings": True}, 80 + 8 + 2 * (4 * 64 + 16 + 384), None),
        ({"kv_heads": 1}, 2 * 80 + 8 + 2 * (2 * 64 + 2 * 32 + 16 + 384), None),
        ({"gated_mlp": False}, 2 * 80 + 8 + 2 * (4 * 64 + 16 + 256), None),
        (
            {"experts": 4, "experts_per_token": 1, "moe_intermediate_size": 2},
            2 * 80 + 8 + 2 * (4 * 64 + 16 + 32 + 4 * 48),
            2 * 80 + 8 + 2 * (4 * 64 + 16 + 32 + 48),
        ),
    ],
)
def test_parameters_are_counted_from_the_architecture(fields: dict[str, Any], total: int, active: int | None) -> None:
    assert count_parameters(shape(**fields)) == (total, active or total)


def test_layers_of_other_kinds_are_not_counted() -> None:
    assert count_parameters(shape(layer_types={"mamba": 1, "full_attention": 1})) is None
    assert count_parameters(shape(vocab_size=None)) is None


@pytest.mark.corpus
def test_counts_of_published_weights_are_exact() -> None:
    kb = effllm.load(Path(__file__).parents[2])
    shapes = [model.architecture for model in kb.models.values() if model.architecture]
    counted = [(one.stored_parameters, count) for one in shapes if (count := count_parameters(one))]
    assert len(counted) >= 100
    assert sum(stored == count.total for stored, count in counted) >= 21


@pytest.mark.corpus
def test_the_rows_of_the_survey_are_there_under_their_old_ids() -> None:
    kb = effllm.load(Path(__file__).parents[2])
    rows = [kb.models[old].survey_row for old in LAST_IDS.split()]
    assert all(rows)
    assert sum(model.survey_row is not None for model in kb.models.values()) == len(rows) == 19
