"""What `effllm mcp` answers about frameworks, models, accelerators and what fits on them."""

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from effllm.cli.agent_tools import Tools, by_source, known, one_named
from effllm.nearest import UnknownWord
from effllm.plan.number_formats import kv_format, weight_format
from effllm.plan.plan_terms import MEMORY
from effllm.records.framework import GROUPS

if TYPE_CHECKING:
    from effllm.records import Cell

_EACH = "each capability is stated by itself: not that they work together"
_RATES = "flops are dense, without sparsity; fp16 is one number for FP16 or BF16 in tensor cores"

Capabilities = Annotated[list[str], Field(description="Ids or names of capabilities: fp8, amd, LoRA serving.")]


class SystemTools(Tools):
    """Frameworks by what they can do, models, accelerators, and plans."""

    def frameworks(
        self,
        capabilities: Capabilities = [],  # noqa: B006 - it is only read
        kind: Annotated[str | None, Field(description="serving-engine, library, trainer, ...")] = None,
        *,
        active: bool | None = None,
    ) -> dict[str, Any]:
        """Find frameworks that have all of some capabilities, with the source and date of each cell.

        Each capability is told by itself: fp8 and amd together do not say that FP8 runs on AMD.
        """
        wanted = [self._word(one) for one in capabilities]
        passed = [
            one
            for one in self._kb.frameworks.filter(kind=kind, active=active).values()
            if all(one.cell(*each).value == "yes" for each in wanted)
        ]
        found = [
            known(
                {
                    "id": one.id,
                    "kind": one.kind,
                    "status": one.status.state,
                    "repo": one.repo,
                    **{word: _cell(one.cell(group, word)) for group, word in wanted},
                }
            )
            for one in passed
        ]
        return {"found": len(found), "frameworks": found} | ({"note": _EACH} if len(wanted) > 1 else {})

    def compare_frameworks(
        self,
        frameworks: Annotated[list[str], Field(min_length=1, max_length=6, description="Ids or names.")],
        group: Annotated[
            str | None, Field(description=f"Cells of one group with sources and dates: {', '.join(GROUPS)}.")
        ] = None,
        capabilities: Capabilities = [],  # noqa: B006 - it is only read
    ) -> dict[str, Any]:
        """Set frameworks side by side, capability by capability; what is unknown of all is left out.

        It has values only, in the order of "frameworks". With a group or with capabilities it has those alone, with
        sources and dates; of capabilities that were asked for, what is unknown is said.
        """
        compared = self._kb.compare(frameworks)
        if group is not None and not capabilities:
            self._kb.vocabulary.group(group)
        wanted = {self._word(one) for one in capabilities}
        rows: dict[str, dict[str, Any]] = defaultdict(dict)
        for row in compared:
            told = {name: cell for name, cell in row.cells.items() if cell.value != "unknown"}
            if wanted:
                if (row.group, row.word.id) in wanted:
                    rows[row.group][row.word.id] = {name: _cell(cell) for name, cell in row.cells.items()}
            elif told and group is None:
                rows[row.group][row.word.id] = " ".join(cell.value for cell in row.cells.values())
            elif told and row.group == group:
                rows[row.group][row.word.id] = {name: _cell(cell) for name, cell in told.items()}
        note = {"note": _EACH} if len(wanted) > 1 else {}
        return {"frameworks": [one.id for one in compared.frameworks], **rows, **note}

    def model(self, model: str) -> dict[str, Any]:
        """Tell of one language model: size, training, cost, architecture, with sources. Ids are like llama-3-70b."""
        one = self._kb.models[model]
        return known({**one.to_dict(), "sources": by_source(one.sources)})

    def hardware(
        self, accelerator: Annotated[str | None, Field(description="Id or name: h100-sxm, H200, RTX 4090")] = None
    ) -> dict[str, Any]:
        """Tell of one accelerator: memory, bandwidth, speed, power, price, sources. Without one: all ids."""
        if accelerator is None:
            return {"accelerators": list(self._kb.hardware)}
        one = one_named(self._kb.hardware, accelerator)
        note = "; ".join(filter(None, (one.note, _RATES if one.flops else "")))
        return known({**one.to_dict(), "note": note, "sources": by_source(one.sources)})

    def plan(
        self,
        model: Annotated[str, Field(description="Id or name of a model: llama-3-70b")],
        *,
        on: Annotated[str | None, Field(description="Accelerator: rtx-4090, h100-sxm")] = None,
        count: int = 1,
        weights: Annotated[
            str, Field(description="Format: fp8, int4, gptq-3bit, q4_k_m; a wrong one tells all.")
        ] = "bf16",
        kv: Annotated[str, Field(description="Format: fp8, q8_0, kivi-2bit.")] = "bf16",
        context: int | None = None,
        batch: int = 1,
    ) -> dict[str, Any]:
        """Compute what memory a model takes in bytes, whether it fits an accelerator, how fast it can be at best.

        ``memory`` is that of one copy. ``per_device`` and ``spare_per_device`` are those of the fullest accelerator;
        ``parts_per_device`` add up to ``per_device``: what is not split is whole on each.
        """
        chip = one_named(self._kb.hardware, on) if on is not None else None
        made = self._kb.plan(
            model, on=chip.id if chip else None, count=count, weights=weights, kv=kv, context=context, batch=batch
        )
        plain = made.to_dict()
        used = {figure.term.formula for figure in made.figures}
        read = {source: None for figure in made.figures if figure.term.part in MEMORY for source in figure.term.sources}
        shown = ("value", "unit", "limited_by")
        bounds = {name: {part: one[part] for part in shown if one[part]} for name, one in plain["bounds"].items()}
        return known(
            plain
            | {
                "formats": {"weights": weight_format(weights).name, "kv": kv_format(kv).name},
                "spare": None,
                "parts_per_device": made.parts_per_device,
                "spare_per_device": None if made.fits is None else plain["spare"],
                "bounds": bounds,
                "figures": None,
                "formulas": {name: self._formula(name) for name in sorted(used)},
                "sources": {"model": list(read), "accelerator": by_source(chip.sources) if chip else {}},
                "savings": [known(saving) for saving in plain["savings"][:5]],
                "frameworks": [one.framework.id for one in made.frameworks],
                "measured": [known(one.to_dict()) for one in made.measured[:3]],
            }
        )

    def _word(self, text: str) -> tuple[str, str]:
        """Return the group and the id of a capability.

        Raises:
            UnknownWord: no group has it.
        """
        ids: list[str] = []
        for group in GROUPS:
            words = self._kb.vocabulary.group(group)
            try:
                return group, words.named(text).id
            except UnknownWord:
                ids += words
        raise UnknownWord(text, ids)

    def _formula(self, name: str) -> str:
        one = self._kb.formulas[name]
        return ", ".join(filter(None, (one.paper, one.where))) or str(one.source or "")


def _cell(cell: "Cell") -> dict[str, Any]:
    """Return a cell with where it was read and when."""
    return known(
        {"value": cell.value, "source": cell.source and str(cell.source), "checked": cell.checked, "note": cell.note}
    )
