"""The data of the page of plans, in one file: models, accelerators, formats, formulas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from effllm.plan import plan_data

if TYPE_CHECKING:
    from effllm.site.view import View

PATH = "plan/models.json"


def text(view: View) -> str:
    """Return the file."""
    kb = view.kb
    data = plan_data(kb.models.values(), kb.hardware.values(), kb.formulas)
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
