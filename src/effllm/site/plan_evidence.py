"""What the page of plans shows beside what it computes: measured figures, frameworks, laws of training, real models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from effllm.plan import beside_data, formula_data, trained_parameters
from effllm.plan.plan_terms import PlanTerm
from effllm.plan.savings import SHARING, candidates
from effllm.plan.training import LAWS, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import KnowledgeBase
    from effllm.site.view import View

PATH = "plan/evidence.json"

_TERMS = (*TERMS, PlanTerm("optimal", "chinchilla-n-opt", {}, {"compute": "compute"}, "best spent on as many"))


def text(view: View) -> str:
    """Return the file."""
    return json.dumps(evidence(view.kb), separators=(",", ":"), ensure_ascii=False)


def evidence(kb: KnowledgeBase) -> dict[str, Any]:
    """Return all of it as plain values. Papers are named by their keys; ``papers`` has their labels."""
    beside = beside_data([*kb.models.values()], kb.frameworks.values(), kb.measured())
    cited = {one.paper for one in kb.formulas.values()} | {*SHARING}
    cited |= {key for _, _, papers in candidates(cached=True) for key in papers}
    cited |= {row["by"] for rows in beside["measured"].values() for row in rows}
    used = [term.formula for term in _TERMS] + [law.formula for law in LAWS]
    return {
        "papers": {paper.key: paper.label for paper in kb.papers.values() if paper.key in cited},
        **beside,
        "training": {
            "terms": [term.to_dict() for term in _TERMS],
            "formulas": {
                name: formula_data(kb.formulas[name]) | {"holds": kb.formulas[name].holds}
                for name in used
                if name in kb.formulas
            },
            "laws": [law._asdict() for law in LAWS if law.formula in kb.formulas],
            "models": [*_trained(kb)],
        },
    }


def _trained(kb: KnowledgeBase) -> Iterator[list[Any]]:
    """Yield id, name, parameters that a token uses, tokens, compute, accelerator hours, accelerator and year."""
    for model in kb.models.values():
        used = trained_parameters(model)
        if used and model.tokens:
            tokens = round(model.tokens * (model.epochs or 1))
            year = model.released[:4] if model.released else None
            hours = model.accelerator_hours
            yield [model.id, model.name, used, tokens, model.compute, hours, model.accelerator, year]
