"""How many formulas there are, and how well their examples are reproduced, in counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.records import Formula


def formula_counts(formulas: Sequence[Formula]) -> dict[str, int]:
    """Return how many formulas and examples there are, and of how many printed values the formula gives the same.

    A misprint is not among the printed ones: of it the right value is given, not the one that the source prints.
    """
    kinds = Counter(example.kind for one in formulas for example in one.examples)
    printed = ((one, example) for one in formulas for example in one.examples if example.kind == "printed")
    return {
        "formulas": len(formulas),
        "formulas_checked": sum(any(e.kind != "computed" for e in one.examples) for one in formulas),
        "formulas_where_unconfirmed": sum(one.where_unconfirmed for one in formulas),
        "formula_examples": kinds.total(),
        **{f"formula_examples_{kind}": kinds[kind] for kind in ("printed", "computed", "misprint")},
        "formula_examples_reproduced": sum(one.reproduces(example) for one, example in printed),
    }
