"""N: language models and accelerators, whose numbers have to fit each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check
from effllm.records.architecture import count_parameters
from effllm.rules.context import each
from effllm.rules.dates import odd_date
from effllm.store.writer import IS_DAY

if TYPE_CHECKING:
    from effllm.records import Accelerator, PretrainedModel
    from effllm.rules.context import Context, EntryFindings, Findings

ALIAS = Rule(
    "N001",
    "An id that a model had leads to that one model",
    "Old addresses and programs still use it.",
    "# llama-65b.yml\naliases: [llama]\n# llama-13b.yml\naliases: [llama]",
    "# llama-65b.yml\naliases: [llama]",
)
RELEASED = Rule(
    "N002",
    "A release is a day, and not to come",
    "Charts over time put the model there.",
    'released: "2024"',
    'released: "2024-04-18"',
)
GIVEN = Rule(
    "N003",
    "What is in doubt, or whose it is, is said of a number of the record",
    "The page marks the number; a note says what is wrong with it.",
    "tokens: 300000000000\ndoubtful: [compute]",
    "tokens: 300000000000\ndoubtful: [tokens]\nnote: The paper counts words.",
)
FITS = Rule(
    "N004",
    "The parts of a model are no more than the whole",
    "A token uses no more parameters than there are, and the layers of all types are the layers.",
    "parameters: 37000000000\nactive_parameters: 671000000000",
    "parameters: 671000000000\nactive_parameters: 37000000000",
)
PARAMETERS = Rule(
    "N005",
    "The architecture has as many parameters as stated, within 10 %",
    "One of the two is wrong, or the name of the model rounds: then `doubtful` and a note say so.",
    "parameters: 7000000000  # 3637321728 by its layers",
    "parameters: 3637321728",
    severity="warning",
)
COMPUTE = Rule(
    "N006",
    "The compute is 6 N D, within a factor of 2",
    "So much a token of training costs. Where it is not so, the tokens are often one pass of several, or words.",
    "parameters: 175000000000\ntokens: 30000000000\ncompute: 3.14e+23",
    "parameters: 175000000000\ntokens: 300000000000\ncompute: 3.14e+23",
    severity="warning",
)

TOLERANCE = 0.1
"""How far the parameters of the architecture may be from those stated: names of models round to one digit or two."""

FACTOR = 2.0
"""How far the compute may be from 6 N D; attention, recomputation and other kinds of layers make them differ."""


@check(ALIAS, of=())
def alias(context: Context) -> EntryFindings:
    """Look for former ids that two models claim, or that are a model's id."""
    claimed = dict.fromkeys(context.checkout.stems["model"], "")
    for entry in context.entries("model"):
        model: PretrainedModel = entry.record
        for number, old in enumerate(model.aliases):
            if old in claimed:
                whose = f"an earlier id of {claimed[old]} already" if claimed[old] else "the id of a model"
                yield entry, Finding(("aliases", number), f"{old} is {whose}", "keep it with one of them")
            claimed.setdefault(old, model.id)


@each(("model", "hardware"), RELEASED)
def released(record: PretrainedModel | Accelerator, context: Context) -> Findings:
    """Check the day of release."""
    if record.released and (fault := odd_date(record.released, IS_DAY, context.today)):
        yield Finding(("released",), f'released: "{record.released}" {fault}', 'write the day: "2024-04-18"')


@each(("model", "hardware"), GIVEN, needs=("doubtful", "note"))
def given(record: PretrainedModel | Accelerator, _: Context) -> Findings:
    """Look for doubts about numbers that are not there, and for doubts without a note."""
    for number, name in enumerate(record.doubtful):
        if getattr(record, name) is None:
            yield Finding(("doubtful", number), f"the record has no {name}", "delete it here, or add the number")
    if record.doubtful and not record.note:
        yield Finding(("doubtful",), "in doubt without a note", "add a note that says what is wrong: note: ...")
    for name in getattr(record, "basis", {}):
        if getattr(record, name) is None:
            yield Finding(("basis", name), f"the record has no {name}", "delete it here, or add the number", key=True)


@each("model", FITS, needs=("parameters", "active_parameters", "architecture"))
def fits(model: PretrainedModel, _: Context) -> Findings:
    """Check that parts are no more than their whole."""
    whole, active = model.parameters, model.active_parameters
    if whole and active and active > whole:
        yield Finding(("active_parameters",), f"{active:,} of {whole:,} parameters", "look whether the two are swapped")
    shape = model.architecture
    if shape and shape.layers and shape.layer_types and sum(shape.layer_types.values()) != shape.layers:
        message = f"{sum(shape.layer_types.values())} layers by type, {shape.layers} in all"
        yield Finding(("architecture", "layer_types"), message, "count them in the configuration")


@each("model", PARAMETERS, needs=("parameters", "doubtful", "architecture"))
def parameters(model: PretrainedModel, _: Context) -> Findings:
    """Compare the stated parameters with those of the architecture."""
    count = count_parameters(model.architecture) if model.architecture else None
    if count is None or not model.parameters or "parameters" in model.doubtful:
        return
    if abs(count.total - model.parameters) > TOLERANCE * model.parameters:
        message = f"{model.parameters:,} stated, {count.total:,} by the architecture"
        yield Finding(("parameters",), message, "look both up; where both are as published, add doubtful and a note")


@each("model", COMPUTE, needs=("parameters", "active_parameters", "sparse", "tokens", "epochs", "compute", "doubtful"))
def compute(model: PretrainedModel, _: Context) -> Findings:
    """Compare the compute with 6 N D; that of a sparse model needs its active parameters."""
    estimate = model.training_compute
    if not model.compute or not estimate or (model.sparse and not model.active_parameters):
        return
    if {"compute", "tokens", "parameters", "active_parameters", "epochs"}.isdisjoint(model.doubtful):
        ratio = estimate / model.compute
        if not 1 / FACTOR <= ratio <= FACTOR:
            message = f"6 N D is {estimate:.3g} operations, {ratio:.2g} times the {model.compute:.3g} here"
            yield Finding(("compute",), message, "look them up; add doubtful and a note where both are as published")


CHECKS = (alias, released, given, fits, parameters, compute)
