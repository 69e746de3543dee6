"""One question, one place, and one name, one meaning: what is defined where in the package."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import effllm
from effllm.cli.app import COMMANDS

QUESTIONS = {
    "Which paper is this?": ("lookup.paper_index", {"PaperIndex"}),
    "Which cited paper is this entry?": ("lookup.cited_paper", {"find_cited"}),
    "Which venue is this?": ("lookup.venue_index", {"VenueIndex"}),
    "Which id is in this text?": (
        "ids",
        {"scan", "in_text", "in_addresses", "ids_in", "find_in", "read_id", "is_id", "several_ids"},
    ),
    "What is wrong with this arXiv id?": ("rules.malformed_ids", {"arxiv_digits"}),
    "Are these two texts the same title?": ("text", {"fold", "words", "title_key"}),
    "Are these two names one person's, and what is the family name?": (
        "names",
        {"person_key", "family_key", "family_keys", "family_word", "split_people", "split_authors"},
    ),
    "Is this markup, and what does it say?": ("markup", {"plain", "find_markup", "without_html"}),
    "Which of our words is nearest?": ("nearest", {"nearest", "did_you_mean"}),
    "How is a text cut to fit?": ("wording", {"cut"}),
    "What is a rule, and what did it find?": ("checks", {"Rule", "Finding", "Check"}),
    "What does a field of a record hold?": ("records.base", {"FieldKind", "field_kinds"}),
    "How is it written as a table?": ("as_table", {"AsTable", "TableColumn"}),
    "Which papers do these words mean?": ("search.index", {"SearchIndex"}),
    "Which words of a text count?": ("search.words", {"words_of", "name_words"}),
}
"""Question -> the module that answers it, and the names it answers with: nothing else in the package has these."""

SAME_WORD = {
    "graph.voronoi_treemap": {"cut"},  # of a polygon
    "store.characters": {"in_text"},  # a problem at a place of it
    "store.writer": {"plain"},  # the plain values that a file holds
}
"""Other functions of such names, which answer another question."""

OWN = {"_plain", "_words"}
"""What a module does with its own values: these say nothing to others."""

INDEXES = {"PaperIndex", "VenueIndex", "SearchIndex", "Index", "LineIndex"}
"""Classes in which something is looked up: lint's `Index` asks the first two for what a list says."""

TWICE = frozenset(
    {"Cell", "File", "Found", "Kind", "Name", "Part", "ReferenceList", "Related", "Row", "Table", "_Loader"}
)
"""Names of classes that still have two meanings; there should be fewer."""

EVERYWHERE = {"__init__", "__main__"}

SUBJECTS = {
    "author_spellings": "how the records write the names of authors",
    "authors": "the authors of papers",
    "formulas": "what is computed",
    "framework": "one framework",
    "frameworks": "the frameworks",
    "hardware": "the accelerators",
    "health": "how well the data is kept",
    "ids": "the identifiers of papers",
    "incoming": "the candidates that wait",
    "links": "addresses in records and lists",
    "measurements": "what was measured outside of papers",
    "model": "one language model",
    "models": "the language models",
    "papers": "the papers",
    "problems": "problems of records",
    "public_lists": "the lists that others keep",
    "rankings": "results that compare",
    "reading_list": "one reading list",
    "reading_lists": "the reading lists",
    "results": "the results that papers report",
    "taxonomy": "the categories",
    "venues": "the venues",
}
"""Files of one name in several packages are about one subject: its record, its rules, its page."""


@cache
def defined() -> dict[str, dict[str, type[ast.stmt]]]:
    """Return the functions and classes that each module defines."""
    root = Path(effllm.__file__).parent
    found: dict[str, dict[str, type[ast.stmt]]] = {}
    for file in sorted(root.rglob("*.py")):
        module = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        body = ast.parse(file.read_text(encoding="utf-8")).body
        found[module] = {one.name: type(one) for one in body if isinstance(one, ast.FunctionDef | ast.ClassDef)}
    return found


def _public(name: str) -> str:
    """Return a name as others would call it: ``_cut`` in a module is another ``cut``."""
    return name if name in OWN else name.lstrip("_")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_one_place(question: str) -> None:
    module, names = QUESTIONS[question]
    assert names <= defined()[module].keys(), "the table names what is not there"
    others = {
        f"{other}.{name}"
        for other, there in defined().items()
        for name in there
        if other != module and _public(name) in names and name not in SAME_WORD.get(other, ())
    }
    assert not others, f"{module} answers this; use it, or find a name for the other question"


def test_texts_are_made_comparable_in_two_places() -> None:
    keys = {name: module for module, there in defined().items() for name in there if re.fullmatch(r"\w+_key", name)}
    assert set(keys.values()) <= {"text", "names"}, "title_key and person_key compare texts"


def test_an_index_is_of_something_that_had_none() -> None:
    indexes = {name for there in defined().values() for name in there if name.endswith("Index")}
    assert indexes <= INDEXES, "look papers and venues up in PaperIndex and VenueIndex"


def test_a_class_name_has_one_meaning() -> None:
    places = defaultdict(list)
    for module, there in defined().items():
        for name, kind in there.items():
            if kind is ast.ClassDef:
                places[name].append(module)
    repeated = {name: modules for name, modules in places.items() if len(modules) > 1 and name not in TWICE}
    assert not repeated, "say in the name what kind of it is meant"


def test_a_file_name_has_one_meaning() -> None:
    places = defaultdict(list)
    for file in sorted(Path(effllm.__file__).parent.rglob("*.py")):
        places[file.stem].append(file.parent.name)
    commands = {name.replace("-", "_") for group in COMMANDS.values() for name in group}
    repeated = {
        name: folders
        for name, folders in places.items()
        if len(folders) - (name in commands and "cli" in folders) > 1 and name not in EVERYWHERE | SUBJECTS.keys()
    }
    assert not repeated, "say in the name which of them is meant; or all are about one subject, then add it to SUBJECTS"
