"""The rules as a whole: their texts, their snippets, and what one run tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from effllm.markup import find_markup, plain
from effllm.records import Paper
from effllm.rules import RULES
from effllm.rules.keys import propose
from effllm.store import layout
from tests.checkouts import DATA, SLIM, codes_in, lay, problems_in

if TYPE_CHECKING:
    from pathlib import Path

    from effllm.checks import Rule

PHONE = 50
FILE = re.compile(r"# (\S+\.yml)\n?")
KEPT_LISTS = {
    "D007",
    "D008",
    "R015",
    *(f"R{number:03}" for number in range(7, 14)),
}  # of files beside the records, which golden cases show
BY_CODE = {rule.code: rule for rule in RULES}
"""A code that two rules have is told by a test of its own; here it would only stop the tests from being collected."""
PAPER_RULES = [
    rule
    for rule in BY_CODE.values()
    if (rule.code[0] in "KITVLRDO" or rule.code in {"C002", "C003"}) and rule.code not in KEPT_LISTS
]
NEEDS_REAL_NAMES = {"R001", "R003", "R004"}  # the snippets cite papers that the invented checkout does not have


def test_codes_are_sorted_and_unique() -> None:
    codes = [rule.code for rule in RULES]
    twice = {f"{rule.code} {rule.title}" for rule in RULES if codes.count(rule.code) > 1}
    assert not twice, "each of these needs a code of its own, the next free one of its letter"
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"[A-Z]\d{3}", code) for code in codes)


@pytest.mark.parametrize("rule", BY_CODE.values(), ids=BY_CODE)
def test_texts(rule: Rule) -> None:
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    for snippet in (rule.bad, rule.good):
        lines = snippet.split("\n")
        assert len(lines) <= 6, "bad and good have six lines at most"
        assert [line for line in lines if not 0 < len(line) <= PHONE] == [], f"empty, or over {PHONE} characters"


def _apply(root: Path, snippet: str) -> list[str]:
    """Lay a rule's snippet over the base checkout and return the codes of what is wrong then.

    A line ``# name.yml`` starts another paper's file; fields without one belong to the paper SLIM.
    """
    lay(root)
    parts = FILE.split(snippet)
    files = [(SLIM, parts[0])] if parts[0].strip() else []
    files += list(zip(parts[1::2], parts[2::2], strict=True))
    for number, (name, fields) in enumerate(files):
        path = name if "/" in name else layout.paper_path(name.removesuffix(".yml"))
        _write(root / path, fields, number)
    return codes_in(root)


def _write(file: Path, fields: str, number: int) -> None:
    record: dict[str, Any] = {
        "title": f"Thin Model {number}",
        "authors": ["Dora Doe"],
        "year": 2023,
        "venue": "ICLR",
        "arxiv": f"2312.0000{number}",
        "categories": ["weight-only"],
        "added": "2026-01-02",
    }
    given = yaml.safe_load(fields) or {}
    if {"url", "openreview", "doi", "acl"} & given.keys() or "venue" in given:
        del record["arxiv"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump({**record, **given}), encoding="utf-8")


@pytest.mark.parametrize("rule", PAPER_RULES, ids=lambda rule: rule.code)
def test_snippets_are_true(rule: Rule, tmp_path: Path) -> None:
    assert rule.code in _apply(tmp_path / "bad", rule.bad)
    if rule.code not in NEEDS_REAL_NAMES:
        assert rule.code not in _apply(tmp_path / "good", rule.good)


def test_one_run_tells_of_all_files(tmp_path: Path) -> None:
    found = problems_in(lay(tmp_path, DATA / "problems" / "several-files-at-once"))
    assert len({problem.path for problem in found}) == 5
    assert found == sorted(found)


def test_nothing_is_unknown_because_a_list_is_broken(tmp_path: Path) -> None:
    found = problems_in(lay(tmp_path, DATA / "problems" / "unreadable-lists"))
    assert not {problem.code for problem in found} & {"V001", "C001", "W001", "W004"}


def test_lists_may_be_missing(tmp_path: Path) -> None:
    lay(tmp_path)
    for file in (tmp_path / "taxonomy").glob("*.yml"):
        file.unlink()
    assert not problems_in(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "S\u00b3 and \u03c0 in \u03a3-Attention",
        "PanGu-\u03c0, \u03bcTransfer, x\u0304 and 1\u00bd bits",
        "\u0422\u043e\u043d\u043a\u0430\u044f \u043c\u043e\u0434\u0435\u043b\u044c",
    ],
)
def test_letters_that_are_meant(tmp_path: Path, text: str) -> None:
    file = lay(tmp_path) / SLIM
    file.write_text(file.read_text(encoding="utf-8").replace("of Invented Language", f"of {text}"), encoding="utf-8")
    assert not codes_in(tmp_path)


@pytest.mark.parametrize(
    "authors", ["[Jina Author, OpenThings]", "[OpenThings]", "[\u738b\u4f1f, \u674e\u5a1c]", "[Ada Author, Builder]"]
)
def test_authors_of_one_word(tmp_path: Path, authors: str) -> None:
    file = lay(tmp_path) / SLIM
    file.write_text(file.read_text(encoding="utf-8").replace("[Ada Author, Ben Builder]", authors), encoding="utf-8")
    assert "T002" not in codes_in(tmp_path)


def _paper(key: str = "x", **fields: Any) -> Paper:  # noqa: ANN401 - any field of a paper
    given = {
        "title": "A Title",
        "authors": ("Ada Author",),
        "year": 2024,
        "venue": "X",
        "categories": ("y",),
        "added": "2026-01-02",
        **fields,
    }
    return Paper(key=key, **given)


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("author2024title", {}),
        ("author2023gptq", {"name": "GPTQ", "arxiv": "2312.00001"}),
        ("author2022llmint8", {"name": "LLM.int8()", "year": 2022}),
        ("author2024thin", {"title": "THIN: A Model for the Rest of Us"}),
        ("author2024question", {"title": "How Is the Large Question?"}),
        ("vanderberg2024title", {"authors": ("Ben van der Berg Jr.",)}),
        ("dagek2024title", {"authors": ("Dörte Dag-Ek",)}),
        ("deepseekai2024title", {"authors": ("DeepSeek-AI",)}),
        ("gemini2024title", {"authors": ("Gemini Team",)}),
        ("unknown2024title", {"authors": (), "authors_unknown": True}),
        ("unknown2024title", {"authors": ("李明",)}),
        ("", {"title": ""}),
    ],
)
def test_propose(key: str, fields: dict[str, Any]) -> None:
    assert propose(_paper(**fields)) == key


def test_propose_keeps_what_is_right_and_avoids_what_is_taken() -> None:
    paper = _paper("ada2023title", title="A Title of Three Words")
    assert propose(paper) == "ada2024title"
    assert propose(paper, {"ada2024title"}) == "ada2024three"
    taken = {"ada2024title", "ada2024three", "ada2024words"}
    assert propose(paper, taken) == "ada2024atitle"
    taken |= {f"ada2024{both}" for both in ("atitle", "titleof", "ofthree", "threewords", "atitleofthreewords")}
    assert not propose(paper, taken)


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("The N+ Implementation Details of an Invented Thing", "implementation"),
        ("Don't Throw Away Your Thin Model!", "throw"),
        ("How Far Can Camels Go? A Survey", "camels"),
        ("Ai alignment and invented choice: limitations and implications", "alignment"),
        ("The Art of Scaling Thin Things", "scaling"),
        ("What Can We Actually Steer? A Study", "steer"),
        ("Your Language Model Contains Subnetworks", "contains"),
        ("T5: Thin Things", "t5"),
        ("Q: Thin Things", "thin"),
        ("4+3 Phases of Thinning", "phases"),
        ("Large Language Models", "large"),
        ("What Is It?", "whatis"),
    ],
)
def test_a_key_ends_in_a_word_that_tells(title: str, word: str) -> None:
    assert propose(_paper("", title=title)) == f"author2024{word}"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("references: partial", "references: partial\nformer_keys: [author\uff12\uff10\uff12\uff12slim]"),
        ('arxiv: "2311.00001"', 'arxiv: "\uff12\uff13\uff11\uff11.00001"'),
        ('arxiv: "2311.00001"', "doi: 10.\uff11\uff10\uff10\uff10/x"),
        ('arxiv: "2311.00001"', "doi: 10.1000/x\u00a0y"),
        ('arxiv: "2311.00001"', "acl: \uff12\uff10\uff12\uff13.acl-long.1"),
    ],
)
def test_digits_are_those_of_ascii(tmp_path: Path, right: str, wrong: str) -> None:
    file = lay(tmp_path) / SLIM
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    assert set(codes_in(tmp_path)) & {"K006", "I001", "I002", "I004"}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("$S^3$: More", "S³: More"),
        ("$\\mathcal{O}(n)$ &amp; \\textbf{Bold}", "O(n) & Bold"),
        ("<i>Thin</i> [Model](https://example.org) $\\Omega$", "Thin Model Ω"),
        ("``So-called'' {GPT} models†", '"So-called" GPT models'),
    ],
)
def test_plain(text: str, right: str) -> None:
    assert find_markup(text)
    assert plain(text) == right
    assert not find_markup(right)


@pytest.mark.parametrize(
    "title",
    [
        "From $5 to $10",
        "E^2-LLM",
        "ReST-MCTS*",
        "R&R",
        "[CLS] Attention",
        "p < 0.05 > q",
        "C++ and C#",
        "A_B",
        "{-1, 0, 1}",
    ],
)
def test_odd_titles_are_no_markup(title: str) -> None:
    assert not find_markup(title)
