"""The form offers the categories that the taxonomy has."""

from __future__ import annotations

import pytest
import yaml

from tools.categories import leaves, with_categories
from tools.form import ADD_PAPER


@pytest.mark.corpus
def test_the_form_offers_the_categories_of_the_taxonomy() -> None:
    fields = yaml.safe_load(ADD_PAPER.read_text(encoding="utf-8"))["body"]
    offered = next(field["attributes"]["options"] for field in fields if field.get("id") == "categories")
    assert offered == leaves(), "to write them: python -m tools.categories"


def test_other_lines_of_the_form_stay() -> None:
    form = "a:\n  options: # python -m tools.categories writes them\n        - old\n        - older\n      b: 1\n"
    written = with_categories(form, ["new"])
    assert written == form.replace("        - old\n        - older\n", "        - new\n")
    assert with_categories(written, ["new"]) == written


def test_a_form_without_a_place_for_them() -> None:
    with pytest.raises(ValueError, match="no options"):
        with_categories("a: 1\n", ["new"])
