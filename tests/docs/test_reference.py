"""The reference names every public name, signature, command and option, and nothing else."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm import graph
from effllm.export import FORMATS
from effllm.records import Category, Corpus
from tests.docs.pages import DOCS, commands, options, text

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = DOCS / "python" / "reference.md"


@cache
def sections(page: Path) -> dict[str, dict[str, str]]:
    """Return the entries below each heading of a reference: ``{heading: {name: signature}}``."""
    found: dict[str, dict[str, str]] = {}
    for part in re.split(r"^#{2,3} ", text(page), flags=re.MULTILINE)[1:]:
        found[part.partition("\n")[0]] = dict(re.findall(r"^- `(\w+)(\([^`]*\))?`:", part, re.MULTILINE))
    return found


@cache
def samples() -> dict[type, object]:
    """Return one object of each class whose attributes are set when it is made."""
    root = Category(id="root", name="Root", summary="A root.", survey=True)
    kb = effllm.KnowledgeBase(Corpus(branches=(root,)))
    made = [kb, kb.papers, kb.taxonomy, kb.frameworks, kb.taxonomy["root"], effllm.UnknownKey("a", ["b"])]
    return {type(item): item for item in [*made, effllm.InvalidRecords([])]}


def owners(cls: type) -> dict[str, str]:
    """Return the public attributes of a class, each with the name of the class that has it first."""
    ours = [base for base in cls.__mro__ if base.__module__.startswith("effllm.")]
    found: dict[str, str] = {}
    for base in ours:
        names = set(vars(base)) | set(getattr(base, "__annotations__", {}))
        found |= dict.fromkeys(names, base.__name__)
    if cls in samples():
        mine = set(vars(samples()[cls])) - set(found)
        found |= dict.fromkeys(mine, cls.__name__)
    return {name: owner for name, owner in found.items() if not name.startswith("_") and name != "model_config"}


def public_classes() -> list[type]:
    return [item for item in (getattr(effllm, name) for name in effllm.__all__) if inspect.isclass(item)]


def plain_signature(function: object) -> str:
    """Return a signature as the reference writes it: without types and ``self``."""
    signature = inspect.signature(function)  # type: ignore[arg-type]  # a function, looked up by name
    kept = [p.replace(annotation=p.empty) for name, p in signature.parameters.items() if name != "self"]
    return str(signature.replace(parameters=kept, return_annotation=signature.empty))


def test_every_public_name_is_in_the_reference() -> None:
    documented = set(sections(REFERENCE)) | set(sections(REFERENCE)["UnknownKey"])
    assert set(effllm.__all__) <= documented


@pytest.mark.parametrize("cls", public_classes(), ids=lambda cls: cls.__name__)
def test_every_public_attribute_is_in_the_reference(cls: type) -> None:
    missing = [f"{owner}.{name}" for name, owner in owners(cls).items() if name not in sections(REFERENCE)[owner]]
    assert missing == [], "docs/python/reference.md has no line - `name`: for these, below the heading of the class"


def test_the_reference_names_nothing_else() -> None:
    classes = {base.__name__: base for cls in public_classes() for base in reversed(cls.__mro__)}
    for heading, entries in sections(REFERENCE).items():
        if heading in classes and not heading.startswith("Unknown"):
            assert set(entries) <= set(owners(classes[heading])), heading


def test_signatures_are_those_of_the_code() -> None:
    classes = {base.__name__: base for cls in public_classes() for base in cls.__mro__}
    for heading, entries in sections(REFERENCE).items():
        for name, signature in entries.items():
            member = inspect.getattr_static(classes.get(heading, object), name, None)
            if inspect.isfunction(member):
                assert signature == plain_signature(member), f"{heading}.{name}"
    assert f"effllm.load{plain_signature(effllm.load)}" in text(REFERENCE)


def test_every_question_to_the_graphs_is_in_the_reference() -> None:
    documented = sections(REFERENCE)["effllm.graph"]
    assert set(documented) == set(graph.__all__)
    for name, signature in documented.items():
        member = getattr(graph, name)
        if inspect.isfunction(member):
            assert signature == plain_signature(member), name


@cache
def command_sections() -> dict[str, str]:
    parts = re.split(r"^### effllm ", text(REFERENCE), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: part for part in parts}


def test_every_command_is_in_the_reference() -> None:
    assert set(command_sections()) == set(commands())


def shared_options() -> dict[str, set[str]]:
    """Return the commands of each option in the table of shared ones."""
    rows = re.findall(r"^\| `(--[a-z-]+)[^|]*\|[^|]*\| (.+) \|$", text(REFERENCE), re.MULTILINE)
    return {option: set(commands()) if who == "all" else set(re.findall(r"`([a-z -]+)`", who)) for option, who in rows}


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_in_the_reference(name: str) -> None:
    named = set(re.findall(r"^- `(--[a-z-]+)", command_sections()[name], re.MULTILINE))
    shared = {option for option, who in shared_options().items() if name in who}
    assert options(commands()[name]) == named | shared


def test_every_format_is_in_the_reference() -> None:
    assert set(FORMATS) <= set(re.findall(r"`([a-z-]+)`", command_sections()["export"]))
