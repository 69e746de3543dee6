"""What is written is read back equal: by our loader, and by every other YAML reader."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from effllm.records import (
    Baseline,
    Cell,
    Constant,
    Equation,
    Fact,
    Framework,
    Paper,
    Reading,
    ReadingList,
    Result,
    Section,
    Setting,
    Status,
    Venue,
)
from effllm.store import checkout, layout, record_file
from effllm.store.characters import MAX_BYTES
from effllm.store.document import parse
from effllm.store.writer import plain, scalar, to_yaml
from tests.checkouts import BASE

YAML_WORDS = "yes No on null ~ NaN .inf 1_000 0x1F 0o17 1:20 12e3 2311.00010 2024-01-01 = << --- ... 0. .5 +1 - é İ"
YAML_SIGNS = [
    "- a",
    "? a",
    ": a",
    "a: b",
    "a #b",
    "#a",
    "@a",
    "`a",
    "%a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "[a",
    "{a",
    "a, b",
]
SPACES = ["", "a\nb", "a\n", "\ta", " a", "a ", "a  b", "--- a", "<<<<<<< HEAD", "'", '"', "\\", "\\u202e"]
UNSEEN = ["\u2028", "\u0085", "\u200b", "\ufeff", "\u00a0", "\U0001f600", "\U000e0001", "\ud7ff", "\ufffd"]
ODD = [*YAML_WORDS.split(), *YAML_SIGNS, *SPACES, *UNSEEN]
TEXT = st.one_of(
    st.text(max_size=60), st.sampled_from(ODD), st.text(alphabet="ab :#-'\"\n\t\\[]{},&*!|>%@`?~=", max_size=30)
)
PROSE = st.one_of(TEXT, st.lists(TEXT, max_size=30).map(" ".join))
TEXTS = st.lists(TEXT, max_size=4).map(tuple)
NUMBERS = st.floats(-1e99, 1e99).filter(lambda number: number == 0 or abs(number) > 1e-99) | st.integers(
    -(10**12), 10**12
)
RESULTS = st.builds(
    Result,
    metric=TEXT,
    value=NUMBERS,
    unit=st.none() | TEXT,
    model=TEXT,
    setting=st.builds(
        Setting,
        dataset=st.none() | TEXT,
        weight_bits=st.none() | NUMBERS,
        batch=st.none() | st.integers(-(10**17), 10**17),
    ),
    baseline=st.none() | st.builds(Baseline, what=TEXT, value=st.none() | NUMBERS),
    where=TEXT,
)
CONSTANTS = st.builds(Constant, symbol=TEXT, value=NUMBERS, unit=st.none() | TEXT)
EQUATIONS = st.builds(Equation, name=TEXT, text=TEXT, constants=st.lists(CONSTANTS, max_size=2).map(tuple), where=TEXT)
PAPERS = st.builds(
    Paper,
    key=st.just("doe2023thin"),
    title=TEXT,
    name=st.none() | TEXT,
    aliases=TEXTS,
    authors=TEXTS,
    authors_unknown=st.booleans(),
    year=st.integers(-(10**17), 10**17),
    venue=TEXT,
    arxiv=st.none() | TEXT,
    doi=st.none() | TEXT,
    openreview=st.none() | TEXT,
    acl=st.none() | TEXT,
    url=st.none() | TEXT,
    code=st.none() | TEXT,
    categories=TEXTS,
    summary=st.none() | PROSE,
    setup=st.lists(st.builds(Fact, name=TEXT, value=PROSE, where=TEXT), max_size=2).map(tuple),
    equations=st.lists(EQUATIONS, max_size=2).map(tuple),
    results=st.lists(RESULTS, max_size=2).map(tuple),
    cites=TEXTS,
    references=st.sampled_from(["none", "partial", "full"]),
    former_keys=TEXTS,
    sources=st.dictionaries(TEXT, TEXT | TEXTS, max_size=4),
)
CELLS = st.dictionaries(
    TEXT,
    st.builds(
        Cell,
        value=st.sampled_from(["yes", "no"]),
        source=TEXT,
        ref=st.sampled_from([None, "main", "docs", "release"]),
        checked=st.none() | TEXT,
        note=st.none() | PROSE,
    ),
    max_size=3,
)
FRAMEWORKS = st.builds(
    Framework,
    id=st.just("engine"),
    name=TEXT,
    kind=TEXT,
    summary=PROSE,
    repo=TEXT,
    languages=TEXTS,
    status=st.builds(Status, state=TEXT, as_of=TEXT, successor=st.none() | TEXT),
    hardware=CELLS,
    note=PROSE,
)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _read(path: str, text: str) -> Any:  # noqa: ANN401 - YAML holds anything
    raw = text.encode()
    assert len(raw) <= MAX_BYTES
    document, _ = parse(path, raw)
    assert document is not None
    return document.data


def _texts(value: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    """Return the values as a file holds them: lists for tuples, plain texts for sources."""
    if isinstance(value, dict):
        return {name: _texts(inner) for name, inner in value.items()}
    return [_texts(item) for item in value] if isinstance(value, list | tuple) else value


@SLOW
@given(PAPERS)
@example(
    Paper(
        key="x",
        title="a\ud7ff",
        authors=("\ufffe",),
        year=1,
        venue="\uffff",
        categories=(),
        added="",
        summary="\x7f" * 200,
    )
)
def test_papers(paper: Paper) -> None:
    text = to_yaml(paper, "../../docs/schema/paper.json", leave_out=frozenset({"key"}))
    written = _texts(plain(paper, frozenset({"key"})))
    assert _read("papers/2023/doe2023thin.yml", text) == written
    elsewhere = yaml.safe_load(text)
    assert {name: elsewhere.get(name) for name in ("title", "authors", "summary")} == {
        name: written.get(name) for name in ("title", "authors", "summary")
    }
    assert elsewhere == written


@SLOW
@given(PAPERS, st.data())
def test_what_is_read_fast_is_what_the_file_says(paper: Paper, chance: st.DataObject) -> None:
    path = "papers/2023/doe2023thin.yml"
    text = record_file.canonical(path, layout.PAPER, [paper])
    at, gone = chance.draw(st.integers(0, len(text))), chance.draw(st.integers(0, 3))
    raw = (text[:at] + chance.draw(st.sampled_from(["", "\n", " ", "  - a", "#", '"'])) + text[at + gone :]).encode()
    if fast := record_file.read_canonical(path, layout.PAPER, raw):
        document, problems = record_file.parse(path, raw)
        assert document is not None
        [entry], wrong = record_file.shaped(layout.PAPER, document)
        assert not problems + wrong
        assert (entry.record, entry.record.model_fields_set) == (fast[0], fast[0].model_fields_set)


def test_what_is_in_its_canonical_form_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("effllm.store.document.yaml.compose", None)
    thin, brief = "papers/2022/builder2022thin.yml", "papers/2023/coder2023brief.yml"
    for path in (thin, brief):
        assert record_file.read_canonical(path, layout.PAPER, (BASE / path).read_bytes())
    head, entry = '{"source":"x","read":"2026-11-30","entries":1,"complete":true}', '{"n":1,"title":"A Thin Model"}'
    lines = f"{head}\n{entry}\n".encode()
    assert record_file.read_canonical(layout.references_path(thin), layout.REFERENCES, lines)


@SLOW
@given(FRAMEWORKS)
def test_frameworks(framework: Framework) -> None:
    text = to_yaml(framework, "../../docs/schema/framework.json", leave_out=frozenset({"id"}))
    assert (
        _read("taxonomy/frameworks/engine.yml", text)
        == yaml.safe_load(text)
        == _texts(plain(framework, frozenset({"id"})))
    )


@SLOW
@given(
    st.builds(
        ReadingList,
        id=st.just("first"),
        name=TEXT,
        summary=PROSE,
        audience=PROSE,
        category=st.none() | TEXT,
        sections=st.lists(
            st.builds(
                Section, name=TEXT, papers=st.lists(st.builds(Reading, paper=TEXT, why=PROSE), max_size=2).map(tuple)
            ),
            max_size=2,
        ).map(tuple),
    )
)
def test_reading_lists(reading_list: ReadingList) -> None:
    text = to_yaml(reading_list, "../../docs/schema/reading-list.json", leave_out=frozenset({"id"}))
    written = _texts(plain(reading_list, frozenset({"id"})))
    assert _read("taxonomy/reading-lists/first.yml", text) == yaml.safe_load(text) == written


@SLOW
@given(st.lists(st.builds(Venue, id=TEXT, name=TEXT, kind=st.just("web"), aliases=TEXTS), max_size=4))
def test_lists(venues: list[Venue]) -> None:
    text = to_yaml(venues, "../docs/schema/venues.json")
    document, _ = parse("taxonomy/venues.yml", text.encode())
    assert (document.data if document else []) == _texts([plain(venue) for venue in venues])


@SLOW
@given(PAPERS)
def test_writing_again_changes_nothing(paper: Paper) -> None:
    text = to_yaml(paper, "x.json", leave_out=frozenset({"key"}))
    again = Paper.model_validate({"key": paper.key, **_read("papers/2023/doe2023thin.yml", text)})
    assert to_yaml(again, "x.json", leave_out=frozenset({"key"})) == text


def test_the_base_is_written_as_it_stands() -> None:
    found = checkout.read(BASE)
    for kind in layout.KINDS:
        for path in {entry.document.path for entry in found.entries[kind.name]}:
            records = [entry.record for entry in found.entries[kind.name] if entry.document.path == path]
            assert record_file.canonical(path, kind, records) == (BASE / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("flow", [False, True])
def test_numbers_stay_numbers_beside_true(flow: bool) -> None:  # noqa: FBT001 - a parameter of the test
    written = [scalar(value, flow=flow) for value in (True, 1.0, 1, False, 0.0, 0, 2.5)]
    assert written == ["true", "1", "1", "false", "0", "0", "2.5"]


_HEAD = '{"source":"arXiv:2210.17323, references","read":"2026-11-30","entries":2,"complete":true}\n'
_LINES = '{"n":1,"id":"arXiv:2208.07339","title":"Thin, null"}\n{"n":2,"title":"Slim é","paper":"author2023slim"}\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('"n":1,', '"n": 1,'),
        ('"n":1,"id":"arXiv:2208.07339"', '"id":"arXiv:2208.07339","n":1'),
        ('"n":1,', '"n":1,"year":null,'),
        ('"n":1,', '"n":1,"n":1,'),
        ("}\n{", "},{"),
        ("}\n{", "}\n\n{"),
        ('","read"', '",\n"read"'),
        ('"author2023slim"}\n', '"author2023slim"}'),
        (',"complete":true', ""),
        ("é", "\\u00e9"),
        ('"entries":2,"complete":true', '"complete":true,"entries":2'),
        ("\n", "\r\n"),
        ("1", "1.0"),
    ],
)
def test_a_reference_list_is_canonical_where_the_writer_makes_the_same_text(old: str, new: str) -> None:
    path, text = "papers/2023/author2023slim.references.jsonl", (_HEAD + _LINES).replace(old, new)
    records = record_file.read_canonical(path, layout.REFERENCES, text.encode())
    assert bool(records) == (text == _HEAD + _LINES)
    for record in records:
        assert record_file.canonical(path, layout.REFERENCES, [record]) == text
