"""The page of one language model: every number with whose it is and where it was read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from effllm.records import Architecture, Source
from effllm.records.architecture import count_parameters
from effllm.records.base import as_text
from effllm.site import filters, twins
from effllm.site.building.render import page
from effllm.site.view import read_in
from effllm.wording import big

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.records import PretrainedModel
    from effllm.site.building.render import File, Page
    from effllm.site.view import View

EPOCH = frozenset(
    {
        "spragada4/ai-energy-explorer",
        "agiallombardo/epoch-ai-dataset",
        "epoch-research/training-cost-trends",
        "simsharmaa/INFSCI1520",
        "Jav97970/ai-frontier-concentration",
    }
)
"""Repositories that keep copies of Epoch AI's tables."""

TABLES = {
    "all_ai_models.csv": "all models",
    "frontier_ai_models.csv": "frontier models",
    "large_scale_ai_models.csv": "large-scale models",
    "notable_ai_models.csv": "notable models",
}
"""What Epoch AI's tables of models hold, by the names of their files; the columns are those that Epoch AI publishes."""

APART = 0.1
"""How far two numbers of a record that say the same may be apart before the page says so."""

BASIS = {
    "stated": "stated by its makers",
    "estimated": "estimated by Epoch AI",
    "noted": "picked out of Epoch AI's notes",
}

ACCESS = {
    "open": "open",
    "open-restricted": "open, limits on use",
    "open-non-commercial": "open, not for commerce",
    "api-only": "by API only",
    "hosted-only": "hosted only",
    "unreleased": "not released",
}
"""How pages say who can have the weights."""

_FACTS = {
    "organization": "Organization",
    "released": "Released",
    "parameters": "Parameters",
    "active_parameters": "Active parameters",
    "tokens": "Training tokens",
    "epochs": "Passes over them",
    "bytes": "Training data",
    "compute": "Training compute",
    "accelerator": "Accelerator",
    "accelerators": "Number of accelerators",
    "hours": "Duration",
    "accelerator_hours": "Accelerator hours",
    "energy_mwh": "Energy",
    "co2_t": "Emissions",
    "cost_usd": "Price of the computing",
    "license": "License",
    "weights": "Weights",
    "confidence": "Epoch AI's confidence",
}
_UNITS = {"hours": "h", "accelerator_hours": "h", "energy_mwh": "MWh", "co2_t": "t CO2e", "cost_usd": "US dollars"}
_LARGE = frozenset({"parameters", "active_parameters", "tokens"})


class Line(NamedTuple):
    """A line of the table of a model: a field with its value, whose it is, where it was read, and whether in doubt."""

    label: str
    value: Markup | str
    whose: str
    sources: tuple[str, ...]
    doubtful: bool = False


def page_of(view: View, one: PretrainedModel, family: Sequence[PretrainedModel]) -> Iterator[Page | File]:
    """Yield the page of a model and its twin; ``family`` has its other sizes."""
    sources = dict(read_in(one.sources))
    facts = {name: _fact(view, one, name, sources.get(name, ())) for name in _FACTS if _has(one, name)}
    yield twins.of_model(view, one, {line.label: _plain(one, name, line) for name, line in facts.items()})
    shape = one.architecture
    yield page(
        f"models/{one.id}.md",
        "model.html",
        one.name,
        {"description": _about(one), "record": f"taxonomy/models/{one.id}.yml", "head": twins.LINK},
        one=one,
        paper=view.paper(one.paper),
        family=sorted(family, key=lambda other: other.parameters or 0),
        facts=[*facts.values()],
        places=[
            (source, place_of(source)) for source in dict.fromkeys(s for line in facts.values() for s in line.sources)
        ],
        shape=[_part(shape, name, sources) for name in Architecture.model_fields if _has(shape, name)] if shape else [],
        counted=count_parameters(shape) if shape else None,
        sources=defaultdict(tuple, sources),
    )


def _about(one: PretrainedModel) -> str:
    size = f", {big(one.parameters)} parameters" if one.parameters else ""
    return f"{one.name}{size}: training, hardware and architecture, each number with its source"


def _has(record: object, name: str) -> bool:
    return getattr(record, name) not in (None, (), {})


def _fact(view: View, one: PretrainedModel, name: str, sources: tuple[str, ...]) -> Line:
    basis = next((basis for field, basis in one.basis.items() if field == name), None)
    epoch = any(Source(source).repository in EPOCH for source in sources)
    whose = BASIS[basis] if basis else "as Epoch AI has it" if epoch else ""
    shown = _shown(view, one, name, estimated=basis == "estimated")
    if name == "accelerator_hours" and (said := _disagreement(one)):
        shown = Markup("{}<small>{}</small>").format(shown, said)
    return Line(_FACTS[name], shown, whose, sources, name in one.doubtful)


def _disagreement(one: PretrainedModel) -> str:
    """Return that accelerators times hours are not the accelerator-hours of the record, where they are far apart."""
    if not (one.accelerators and one.hours and one.accelerator_hours):
        return ""
    product = one.accelerators * one.hours
    apart = product / one.accelerator_hours - 1
    if abs(apart) <= APART:
        return ""
    more = "more" if apart > 0 else "less"
    both = f"{one.accelerators:,} accelerators for {one.hours:,.10g} h"
    return f" does not agree with {both}: {product:,.10g} h, {abs(apart):.0%} {more}"


def place_of(source: str) -> Markup:
    """Return where a source is; a copy of a table of Epoch AI with whose it is."""
    read = Source(source)
    table = TABLES.get((read.path or "").rpartition("/")[2]) if read.repository in EPOCH else None
    shown = filters.reference(source)
    return Markup("Epoch AI, {} (copy in {})").format(table, shown) if table else shown


def _plain(one: PretrainedModel, name: str, line: Line) -> str:
    """Return a line of the table as text: the number in full, whose it is where a source says so, and doubts."""
    value: Any = getattr(one, name)
    if name == "compute":
        shown = f"{value:.10g} FLOP"
    elif name in _LARGE or name == "bytes":
        shown = f"{value:,}{' bytes' if name == 'bytes' else ''}"
    else:
        shown = line.value.striptags() if isinstance(line.value, Markup) else line.value
    basis = next((BASIS[basis] for field, basis in one.basis.items() if field == name), "")
    said = ", ".join(filter(None, (basis, "in doubt" if line.doubtful else "")))
    return f"{shown} ({said})" if said else shown


def _shown(view: View, one: PretrainedModel, name: str, *, estimated: bool) -> Markup | str:
    """Return a value as the page shows it; an estimate has three digits, in the data it has all."""
    value: Any = getattr(one, name)
    if name == "compute":
        return filters.power(value) + " FLOP"
    if name in _LARGE:
        return f"about {big(value)}" if estimated else f"{big(value)} ({value:,})"
    if name == "bytes":
        return filters.size(value)
    if name == "accelerator" and (chip := view.kb.hardware.get(value)):
        return Markup('<a href="../../hardware/#{}">{}</a>').format(chip.id, value)
    if isinstance(value, int | float):
        shown = _roughly(value) if estimated else f"{value:,.10g}"
        return f"{shown} {_UNITS.get(name, '')}".strip()
    return ", ".join(value) if isinstance(value, tuple) else ACCESS.get(value, str(value))


def _roughly(value: float) -> str:
    """Return an estimate with three digits: about 52.9 million."""
    three = float(f"{value:.3g}")
    return f"about {three / 10**6:,.10g} million" if three >= 10**6 else f"about {three:,.10g}"


def _part(shape: Architecture, name: str, sources: dict[str, tuple[str, ...]]) -> tuple[str, str, str, tuple[str, ...]]:
    """Return a field of an architecture: its name, its value, what it is, and a source of its own where it has one."""
    value = getattr(shape, name)
    about = Architecture.model_fields[name].description or ""
    shown = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else as_text(value) or "no"
    return name, shown, about, sources.get(f"architecture.{name}", ())
