"""The hand-written pages say what the code does: examples run, every public name is there, links lead somewhere."""

from __future__ import annotations

import doctest
import inspect
import re
import shutil
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main

import effllm
from effllm import graph, lint, rules, site
from effllm.cli import app
from effllm.export import FORMATS
from effllm.records import Category, Corpus, Framework, Paper, Venue
from effllm.search import ABBREVIATIONS
from effllm.store import checkout

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click
    from pydantic import BaseModel

    from effllm.problems import Problem

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
CONTRIBUTE = DOCS / "contribute" / "index.md"
REFERENCE = DOCS / "python" / "reference.md"
PAGES = sorted([README, *DOCS.rglob("*.md")])
EXAMPLES = sorted([README, *(DOCS / "python").glob("*.md")])


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """Return the code blocks of a page in one language."""
    return re.findall(rf"^```{language}[^\n]*\n(.*?)^```$", text(page), re.MULTILINE | re.DOTALL)


# Examples


def only_examples(page: Path) -> str:
    """Return a page with all lines outside its Python blocks empty, so that line numbers stay right."""
    lines, inside = [], False
    for line in text(page).splitlines():
        fence = line.startswith("```")
        lines.append(line if inside and not fence else "")
        inside = line.startswith("```python") if fence else inside
    return "\n".join([*lines, ""])


@pytest.mark.corpus
@pytest.mark.parametrize("page", EXAMPLES, ids=name_of)
def test_examples_print_what_the_page_says(page: Path) -> None:
    test = doctest.DocTestParser().get_doctest(only_examples(page), {}, page.name, name_of(page), 0)
    failures: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(test, out=failures.append)
    assert not failures, "".join(failures)


@each_page
def test_every_python_block_is_an_example_that_runs(page: Path) -> None:
    untested = [block for block in blocks(page, "python") if page not in EXAMPLES or not block.startswith(">>> ")]
    assert not untested


# Names


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
    assert not missing


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


# Commands


GROUPS = {"graph"}


def commands() -> dict[str, click.Command]:
    found: dict[str, click.Command] = dict(getattr(typer.main.get_command(app), "commands", {}))
    for name, group in list(found.items()):
        inner: dict[str, click.Command] = getattr(group, "commands", {})
        if inner:
            found |= {f"{name} {command}": inner[command] for command in inner}
            del found[name]
    return found


def options(command: click.Command) -> set[str]:
    """Return the long options of a command."""
    given = {name for param in command.params for name in [*param.opts, *param.secondary_opts]}
    return {name for name in given if name.startswith("--") and name != "--help"}


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


@each_page
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    shown = re.findall(r"(?<![\w.])effllm ([a-z][a-z-]*)((?: +[^\s#`]+)*)", "\n".join(code_of(page)))
    for first, rest in shown:
        name = " ".join([first, *rest.split()[:1]]) if first in GROUPS else first
        assert name in commands(), name
        assert set(re.findall(r"--[a-z-]+", rest)) <= options(commands()[name]), f"effllm {name}{rest}"


@each_page
def test_every_make_target_that_a_page_shows_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", "\n".join(code_of(page)))) <= targets


def code_of(page: Path) -> Iterator[str]:
    """Yield what a page shows as something to type: console blocks and words in backticks."""
    yield from blocks(page, "console")
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text(page))


# Rules and fields


@each_page
def test_every_rule_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"`([A-Z]\d{3})`|^\S+:\d+:\d+: ([A-Z]\d{3}) ", text(page), re.MULTILINE)
    assert {code for pair in named for code in pair if code} <= {rule.code for rule in rules.RULES}


def test_the_page_about_lists_names_every_rule() -> None:
    rows = dict(re.findall(r"^\| `(EL\d{3})` \| (.+) \|$", text(DOCS / "guide" / "lint.md"), re.MULTILINE))
    assert rows == {rule.code: rule.title for rule in lint.RULES}


@pytest.mark.parametrize("model", [Paper, Framework, Venue, Category], ids=lambda model: model.__name__)
def test_every_field_is_explained_as_the_model_describes_it(model: type[BaseModel]) -> None:
    page = " ".join(text(CONTRIBUTE).split())
    for name, field in model.model_fields.items():
        assert f"- `{name}`" in page, name
        assert field.description
        assert field.description in page, f"say of {name}: {field.description}"


def with_record(tmp_path: Path, path: str, record: str) -> list[Problem]:
    """Return the problems of the real records with one more, or one in place of another."""
    for folder in ("papers", "taxonomy"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    target = tmp_path / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(record, encoding="utf-8")
    return [problem for problem in rules.check(checkout.read(tmp_path)) if problem.path == path]


@pytest.mark.corpus
def test_the_example_records_are_right(tmp_path: Path) -> None:
    examples = {
        block: title[0]
        for block in blocks(CONTRIBUTE, "yaml")
        if (title := re.findall(r"^# yaml-language-server: \S+/(\w+)\.json$", block, re.MULTILINE))
    }
    assert sorted(examples.values()) == ["framework", "paper"]
    paths = {"paper": "papers/2022/frantar2022gptq.yml", "framework": "taxonomy/frameworks/exampleserve.yml"}
    for number, (block, kind) in enumerate(examples.items()):
        assert not with_record(tmp_path / str(number), paths[kind], without_notes(block))


def without_notes(record: str) -> str:
    """Return a record without the comments that explain it; the editor's line on top stays."""
    return re.sub(r"(?<=\n) *# .*\n", "", record)


def test_every_line_of_the_annotated_record_is_explained() -> None:
    record = next(block for block in blocks(CONTRIBUTE, "yaml") if "frantar2022obc" in block)
    lines = record.splitlines()[1:]
    unexplained = [line for note, line in pairwise(["", *lines]) if line[0] not in "# " and not note.startswith("# ")]
    assert not unexplained


@pytest.mark.corpus
def test_messages_are_those_that_the_page_shows(tmp_path: Path) -> None:
    shown = next(block for block in blocks(CONTRIBUTE, "text") if block.startswith("papers/"))
    broken = next(block for block in blocks(CONTRIBUTE, "yaml") if "NeurlPS" in block)
    path = shown.partition(":")[0]
    problems = with_record(tmp_path, path, broken)
    assert "\n".join(map(str, problems)) + "\n" == shown


def test_the_guide_lists_the_abbreviations_of_the_search() -> None:
    rows = dict(re.findall(r"^\| (\w+) \| ([a-z ]+) \|$", text(DOCS / "guide" / "index.md").lower(), re.MULTILINE))
    known = {short: phrase for short, phrase in rows.items() if ABBREVIATIONS.get(phrase) == short}
    assert set(known) == set(ABBREVIATIONS.values())


# Links


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as MkDocs makes them."""
    headings = re.findall(r"^#+ (.+)$", text(page), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@cache
def generated() -> set[str]:
    """Return the pages that the site has besides the hand-written ones."""
    return {f"docs/{path}" for path in site.pages(effllm.load())}


@pytest.mark.corpus
@each_page
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if target.is_file():
            assert not anchor or anchor in anchors(target), link
        elif not link.startswith("https://"):
            assert name_of(target) in generated(), link


@each_page
def test_no_page_loads_anything_from_elsewhere(page: Path) -> None:
    assert not re.findall(r"!\[[^\]]*\]\((?:https?:)?//|<(?:img|script|iframe)\b", text(page))
