"""What the page of plans computes with, as plain values: models, accelerators, formats, and the formulas of terms.

The script of the page evaluates the same terms with the same formulas as `effllm.plan.plan_terms.evaluate`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from effllm.arithmetic import parse
from effllm.plan import choices
from effllm.plan.blueprint import blueprint, speed
from effllm.plan.device_plan import BOUNDS
from effllm.plan.measured import by_model
from effllm.plan.number_formats import KV, WEIGHTS
from effllm.plan.plan_terms import MEMORY, SUMMED
from effllm.plan.savings import KEPT, MOST, SHARING, candidates
from effllm.plan.support import runs_models, word_of
from effllm.plan.verdict import BINARY, PARTS, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.plan.blueprint import Blueprint
    from effllm.plan.measured import Measured
    from effllm.plan.number_formats import NumberFormat
    from effllm.records import Accelerator, Cell, Formula, Framework, PretrainedModel


_VERSION = re.compile(r"(?<![\dx.])\d+(?:\.\d+)?(?![\d.]*\s?[xBMT])", re.IGNORECASE)
"""The version in the name of a model, as 3.3 in Llama 3.3 70B; not its size."""


def _order(one: PretrainedModel) -> tuple[str, bool, float, float]:
    """Return what models are proposed by: what the name begins with, those with architecture and newest version first.

    The version tells, not the day: many records of configurations have no day.
    """
    version = _VERSION.search(one.name)
    start = re.split(r"[\W\d_]", one.name.casefold(), maxsplit=1)[0]
    return start, one.architecture is None, -float(version[0]) if version else 0.0, -(one.parameters or 0)


def plan_data(
    models: Iterable[PretrainedModel], hardware: Iterable[Accelerator], formulas: Mapping[str, Formula]
) -> dict[str, Any]:
    """Return all that the page computes with.

    The terms of a model are pairs: which of ``kinds`` a term is, and its bound inputs. In ``savings`` are the changes
    that may save memory: words, what changes, and papers; the page tries each, and more accelerators.
    """
    models = sorted(models, key=_order)
    plans = [known for known in map(blueprint, models) if known]
    open_weights = {one.id: one.parameters for one in models if one.open_weights}
    used = {term.formula for known in plans for term in known.terms}
    kinds: dict[str, int] = {}
    notes: dict[str, int] = {}
    made = {known.model: _model(known, kinds, notes) for known in plans}
    for one, size in open_weights.items():
        if one in made:
            made[one] |= {"open": size or 0}
    return {
        "models": made,
        "kinds": [json.loads(kind) for kind in kinds],
        "notes": [*notes],
        "hardware": _hardware(hardware),
        "speed": {
            "cached": [term.to_dict() for term in speed(cached=True)],
            "uncached": [term.to_dict() for term in speed(cached=False)],
        },
        "formulas": {one: formula_data(formulas[one]) for one in sorted(used) if one in formulas},
        "weights": {one.id: _format(one) for one in WEIGHTS.values()},
        "kv": {one.id: _format(one) for one in KV.values()},
        "savings": {
            "cached": [list(one) for one in candidates(cached=True)],
            "uncached": [list(one) for one in candidates(cached=False)],
            "kept": KEPT,
            "more": SHARING,
        },
        "memory": list(MEMORY),
        "summed": sorted(SUMMED),
        "bounds": list(BOUNDS),
        "needs": {part: {"values": names, "why": why} for part, (names, why) in choices.NEEDS.items()},
        "cards_only": choices.CARDS_ONLY,
        "sentences": SENTENCES,
        "parts": PARTS,
        "constants": {
            "binary": BINARY,
            "context": choices.CONTEXT,
            "chunk": choices.CHUNK,
            "outputs": choices.OUTPUTS,
            "hours": choices.HOURS,
            "most": choices.MOST,
            "accelerators": MOST,
        },
    }


def beside_data(
    models: Iterable[PretrainedModel], frameworks: Iterable[Framework], reported: Iterable[Measured]
) -> dict[str, Any]:
    """Return what the page shows beside what it computes: frameworks, and the measured figures of each model."""
    measured = by_model(reported, models)
    return {
        "frameworks": _frameworks(frameworks),
        "measured": {one: [_row(each) for each in figures] for one, figures in measured.items()},
    }


def _model(known: Blueprint, kinds: dict[str, int], notes: dict[str, int]) -> dict[str, Any]:
    terms = []
    for term in known.own:
        kind = term.to_dict()
        bound = kind.pop("bound")
        terms.append([kinds.setdefault(json.dumps(kind), len(kinds)), bound])
    made: dict[str, Any] = {
        "name": known.name,
        "context": known.context,
        "experts": known.experts,
        "terms": terms,
        "unknown": known.unknown,
        "notes": [notes.setdefault(note, len(notes)) for note in known.notes],
    }
    return {name: value for name, value in made.items() if value}


def _hardware(hardware: Iterable[Accelerator]) -> dict[str, Any]:
    """Return the accelerators whose memory is known."""
    taken = {"name", "memory", "bandwidth", "flops", "power", "price_usd", "doubtful"}
    return {
        one.id: one.model_dump(mode="json", include=taken, exclude_none=True, exclude_defaults=True)
        | {"word": word_of(one)}
        for one in hardware
        if one.memory
    }


def _frameworks(frameworks: Iterable[Framework]) -> dict[str, Any]:
    """Return the frameworks that run models: by the word of hardware and of format, address and date of the cell."""
    return {
        one.id: {"name": one.name, "hardware": _cells(one.hardware), "formats": _cells(one.quantization)}
        for one in frameworks
        if runs_models(one)
    }


def _cells(group: Mapping[str, Cell]) -> dict[str, list[str | None]]:
    return {
        word: [cell.source.url, cell.checked] for word, cell in group.items() if cell.value == "yes" and cell.source
    }


def _row(one: Measured) -> dict[str, Any]:
    result = one.result
    row = {
        "by": one.by,
        "metric": result.metric,
        "value": result.value,
        "unit": result.unit,
        "method": result.method,
        "hardware": result.hardware,
        "weight_bits": result.setting.weight_bits,
        "batch": result.setting.batch,
        "engine": result.setting.engine,
        "part": result.setting.part,
        "where": result.where,
        "model": result.model,
        "dataset": result.setting.dataset,
        "source": next((source.url for source in one.sources if source.url), None),
    }
    return {name: value for name, value in row.items() if value is not None}


def formula_data(one: Formula) -> dict[str, Any]:
    """Return a formula as `arithmetic.js` computes it, with the defaults of its inputs."""
    defaults = {known.name: known.default for known in one.inputs if known.default is not None}
    return {
        "name": one.name,
        "unit": one.output.unit,
        "terms": [[term.name, parse(term.expression).tree] for term in one.terms],
        "expression": parse(one.expression).tree,
        "defaults": defaults,
        "paper": one.paper,
        "where": one.where,
    }


def _format(one: NumberFormat) -> dict[str, Any]:
    return {
        "name": one.name,
        "bits": one.bits,
        "embeddings": one.embeddings,
        "experts_only": one.experts_only,
        "rates": one.rates,
        "word": one.word,
        "formula": one.formula,
        "papers": one.papers,
        "source": one.source,
    }
