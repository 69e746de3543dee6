"""Any text in any field of a paper: every output is read back by a reader of its own, and the text is found there."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effllm.bibliography.bibtex_writer import _SPECIAL
from effllm.site.pages import papers as site_papers
from effllm.site.view import View
from tests.factories import knowledge_base, paper
from tests.site.outline import Outline

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase
    from effllm.records import Paper

HOSTILE = [
    "}, year = {1",
    '@article{x, title = "y"}',
    "\\",
    "%",
    "ER  - \nTY  - JOUR",
    "a\r\nb",
    '";=cmd()',
    "</script><script>alert(1)</script>",
    '" onload="x',
    "<!--",
    "]]>",
    "&lt;",
    "```\n---\n",
    "\u202egnp.exe",
    "{{ 7 * 7 }}",
]
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), min_size=1, max_size=40),
    st.sampled_from(HOSTILE),
    st.text(alphabet="ab {}\\%$&#_^~\"'<>=,;@\n", min_size=1, max_size=30),
)
PAPERS = st.builds(
    paper,
    st.just("any2024text"),
    title=TEXT,
    name=st.none() | TEXT,
    aliases=st.lists(TEXT, max_size=2).map(tuple),
    authors=st.lists(TEXT, max_size=3).map(tuple),
    arxiv=st.none() | TEXT,
    doi=st.none() | TEXT,
    openreview=st.none() | TEXT,
    acl=st.none() | TEXT,
    url=st.none() | TEXT,
    code=st.none() | TEXT,
    summary=st.none() | TEXT,
    sources=st.dictionaries(st.sampled_from(["title", "code"]), TEXT, max_size=2),
)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def beside_another(odd: Paper) -> KnowledgeBase:
    return knowledge_base(odd, paper("next2024entry"))


def spaced(text: str) -> str:
    return " ".join(text.split())


def from_latex(text: str) -> str:
    """Return what LaTeX prints of an escaped text, without the braces that keep capitals."""
    for code, escaped in sorted(_SPECIAL.items(), key=lambda pair: -len(pair[1])):
        text = text.replace(escaped, chr(0xE000 + code))
    text = re.sub(r"[{}]", "", text)
    return "".join(chr(ord(c) - 0xE000) if 0xE000 <= ord(c) < 0xE080 else c for c in text)


@SLOW
@given(PAPERS)
def test_bibtex(odd: Paper) -> None:
    library = parse_string(beside_another(odd).papers.to_bibtex())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["any2024text", "next2024entry"]
    fields = {field.key: field.value for field in library.entries[0].fields}
    assert fields.keys() <= {"title", "author", "booktitle", "year", "eprint", "archiveprefix", "doi", "url", "ee"}
    assert spaced(from_latex(fields.get("title", ""))) == spaced(odd.title)  # a title of spaces alone is left out


@SLOW
@given(PAPERS)
def test_ris(odd: Paper) -> None:
    lines = beside_another(odd).papers.to_ris().split("\n")
    assert lines.pop() == ""
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - CPAPER", "ER  - "] * 2
    assert f"TI  - {spaced(odd.title)}".strip() in [line.strip() for line in lines]


@SLOW
@given(PAPERS)
def test_csv(odd: Paper) -> None:
    text = beside_another(odd).papers.to_csv()
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["title"].removeprefix("'") == odd.title.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'")
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@SLOW
@given(PAPERS)
def test_csl_json(odd: Paper) -> None:
    item, _ = json.loads(beside_another(odd).papers.to_csl_json())
    assert (item["id"], item["title"]) == ("any2024text", odd.title)


@SLOW
@given(PAPERS)
def test_html(odd: Paper) -> None:
    odd = odd.model_copy(update={"arxiv": None})  # the site takes dates from its digits, which a rule checks
    kb = beside_another(odd)
    plain = Outline(site_papers.one(View(kb), kb.papers["next2024entry"])[0].body)
    page, files = site_papers.one(View(kb), kb.papers["any2024text"])
    outline, head = Outline(page.body), Outline(page.meta["head"])
    assert not outline.unbalanced
    assert not outline.handlers
    assert not head.handlers
    assert outline.texts["h1"][0] == odd.title
    assert len(outline.texts["script"]) == len(plain.texts["script"])
    assert [text for name, text in head.metas if name == "citation_title"] == [odd.title]
    assert all(json.loads(script) for script in head.texts["script"])
    assert not [link for link in outline.links if link.lower().lstrip().startswith("javascript:")]
    assert json.loads({file.path: file.text for file in files}["api/v1/papers/any2024text.json"])["title"] == odd.title
