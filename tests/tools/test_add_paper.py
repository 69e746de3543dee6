"""The form "add a paper" becomes a record, whatever a stranger writes into it."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.store import checkout
from tests.checkouts import lay, problems_in
from tests.tools.forms import BOXES, filled
from tools import add_paper
from tools.add_paper import Proposal, chosen, handle, paper_argument, propose
from tools.form import BadForm

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = "papers/2023/doe2023quiet.yml"
RECORD = """\
# yaml-language-server: $schema=../../docs/schema/paper.json
title: Quiet Models
authors: [Dora Doe]
year: 2023
venue: arXiv
arxiv: "2312.00009"
categories: [pruning]
sources:
  title: arXiv:2312.00009
added: 2026-01-02
"""
FAKE = """\
import json, pathlib, sys
here = pathlib.Path(__file__).parent
(here / "asked.json").write_text(json.dumps(sys.argv[1:]))
root = pathlib.Path(sys.argv[sys.argv.index("--root") + 1])
for path, text in json.loads((here / "writes.json").read_text()).items():
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)
print((here / "says.txt").read_text())
sys.exit(int((here / "status.txt").read_text()))
"""


class Stand:
    """A checkout, and a command in place of `effllm` that writes and says what a test wants."""

    def __init__(self, folder: Path) -> None:
        self.root = lay(folder / "records")
        self.fake = folder / "fake"
        self.fake.mkdir()
        (self.fake / "effllm.py").write_text(FAKE, encoding="utf-8")
        self.does({PATH: RECORD})

    def does(self, writes: dict[str, str], says: str = "", status: int = 0) -> None:
        for name, text in {"writes.json": json.dumps(writes), "says.txt": says, "status.txt": str(status)}.items():
            (self.fake / name).write_text(text, encoding="utf-8")

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(self.fake / "effllm.py")]

    @property
    def asked(self) -> list[str]:
        """What the command was given, without its name and the root; empty if it was not run."""
        file = self.fake / "asked.json"
        return list(json.loads(file.read_text(encoding="utf-8")))[3:] if file.exists() else []

    def propose(self, **answers: str) -> Proposal:
        return propose(filled(**answers), 12, self.root, self.command)

    def handle(self, body: str | None) -> tuple[str, Path]:
        folder = self.root.parent / "proposal"
        return handle({"issue": {"number": 12, "body": body}}, folder, self.root, self.command), folder


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path)


@pytest.mark.parametrize(
    ("answer", "argument"),
    [
        ("2312.00001", "2312.00001"),
        ("cs/0701001", "cs/0701001"),
        ("10.1000/Brief.1", "10.1000/brief.1"),
        ("2023.findings-acl.1", "2023.findings-acl.1"),
        ("arXiv:2312.00001v2", "2312.00001"),
        ("https://arxiv.org/abs/2312.00001v3", "2312.00001"),
        ("<https://arxiv.org/pdf/2312.00001>", "2312.00001"),
        ("[A paper](https://doi.org/10.1000/brief.1)", "10.1000/brief.1"),
        ("https://openreview.net/forum?id=Ab3dEf7hIj", "https://openreview.net/forum?id=Ab3dEf7hIj"),
        ("```\n2312.00001\n```", "2312.00001"),
        ("Quiet Models: A Study of Silence", "Quiet Models: A Study of Silence"),
    ],
)
def test_what_stands_for_a_paper(answer: str, argument: str, tmp_path: Path) -> None:
    assert paper_argument(answer, tmp_path / "x.bib") == argument


def test_bibtex_becomes_a_file(tmp_path: Path) -> None:
    entry = "@article{doe,\n  title = {Quiet $(touch x) `id` --option}\n}"
    for answer in (entry, f"```bibtex\n{entry}\n```"):
        assert Path(paper_argument(answer, tmp_path / "x.bib")).read_text(encoding="utf-8") == entry + "\n"


@pytest.mark.parametrize(
    "answer",
    [
        "$(touch pwned)",
        "`touch pwned`",
        "; touch pwned",
        "--help me to add this paper",
        "$(touch the file that is pwned)",
        "~/all of the papers here",
        "Quiet Models\n--category=x and more words",
        "Quiet Models and the papers.bib",
        "Quiet Models at https://example.org/paper.html",
        "--help",
        "-rf",
        "--root=/",
        "../../x",
        "/etc/passwd",
        "../../etc/passwd.bib",
        "papers/2023/author2023slim.yml",
        "https://example.org/paper.html",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "!!python/object/apply:os.system [id]",
        "&anchor *anchor",
        "2312.00001\n--category=x",
        "2312.00001\n2312.00002",
        "https://arxiv.org/abs/2312.00001 https://arxiv.org/abs/2312.00002",
        "::set-output name=key::x",
        "2312.00001\x00",
        "2312.00001\u202e",
        "https://example.org/" + "a" * 1000,
        "x" * 60_000,
        "\u0662\u0663\u0661\u0662.\u0660\u0660\u0660\u0660\u0661",
    ],
)
def test_nothing_else_reaches_the_command(stand: Stand, answer: str) -> None:
    with pytest.raises(BadForm):
        stand.propose(paper=answer)
    assert not stand.asked


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("-/.@:0123456789\n$`"))))
def test_whatever_is_pasted_no_option_and_no_path_comes_of_it(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(BadForm):
        file = Path(folder) / "x.bib"
        argument = paper_argument(text.strip(), file)
        assert argument.isprintable()
        assert argument == str(file) or not argument.startswith(("-", "/", ".", "~"))


@pytest.mark.parametrize("body", [None, "", filled(), filled(paper="```\n\n```"), "hello"])
def test_an_empty_form(stand: Stand, body: str | None) -> None:
    key, folder = stand.handle(body)
    assert not key
    assert "form is empty: paste an arXiv id, DOI or BibTeX" in (folder / "answer.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("answer", ["../x", "pruning, --root=/", "a b", "pruning, $(id)", "pruning\npruning2"])
def test_a_category_has_the_form_of_an_id(answer: str) -> None:
    with pytest.raises(BadForm, match="is no category"):
        chosen(answer)


def test_the_command_gets_an_id_and_categories(stand: Stand) -> None:
    made = stand.propose(paper="arXiv:2312.00009v2", categories="pruning, kv-cache, pruning")
    assert stand.asked == ["--category=pruning", "--category=kv-cache", "--", "2312.00009"]
    assert (made.key, made.text) == ("doe2023quiet", RECORD)


def test_files_of_papers_that_cite_it_go_with_it(stand: Stand) -> None:
    lists = "papers/2022/builder2022thin.references.jsonl"
    text = '{"source":"arXiv:2205.00002, references","read":"2026-01-10","entries":0,"complete":false}\n'
    (stand.root / lists).write_text(text, encoding="utf-8")
    record = (stand.root / "papers/2022/builder2022thin.yml").read_text(encoding="utf-8")
    record = record.replace("former_keys", "references: partial\nformer_keys")
    record = record.replace("added:", "sources:\n  cites: arXiv:2205.00002, references\nadded:")
    thin = "papers/2022/builder2022thin.yml"
    (stand.root / thin).write_text(record, encoding="utf-8")
    listed = text.replace('"entries":0', '"entries":1') + '{"n":1,"title":"Quiet","paper":"doe2023quiet"}\n'
    cites = record.replace("references: partial", "cites: [doe2023quiet]\nreferences: partial")
    stand.does({PATH: RECORD, lists: listed, thin: cites})
    _, folder = stand.handle(filled(paper="2312.00009", categories="pruning"))
    assert {path.name: path.read_text(encoding="utf-8") for path in (folder / "changed").iterdir()} == {
        "builder2022thin.references.jsonl": listed,
        "builder2022thin.yml": cites,
    }


def test_code_and_summary_go_into_the_record_with_their_source(stand: Stand) -> None:
    summary = 'Prunes: &a *b !!str\n--- # no comment, and it\'s "quoted" too.'
    made = stand.propose(paper="2312.00009", code="https://github.com/example/quiet", summary=summary)
    record = next(e.record for e in checkout.read(stand.root).entries["paper"] if e.record.key == made.key)
    assert record.summary == " ".join(summary.split())
    assert record.code == "https://github.com/example/quiet"
    assert record.sources == {
        "title": "arXiv:2312.00009",
        "code": "https://github.com/example/quiet",
        "summary": "arXiv:2312.00009",
    }
    assert not problems_in(stand.root)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"code": "$(touch pwned)"}, "L001"),
        ({"code": "https://github.com/example/quiet/blob/main/x.py"}, "L002"),
        ({"summary": "Hidden \u202e text."}, "Y005"),
        ({"summary": "Bold <b>text</b> and [a link](https://example.org)."}, "T0"),
    ],
)
def test_answers_that_break_a_rule_are_told(stand: Stand, answers: dict[str, str], code: str) -> None:
    with pytest.raises(BadForm, match=code):
        stand.propose(paper="2312.00009", **answers)


def test_what_the_command_says_is_the_answer(stand: Stand) -> None:
    stand.does({}, says="could not reach arXiv, not your fault\n```\n@everyone ::set-output name=key::x", status=1)
    key, folder = stand.handle(filled(paper="2312.00009"))
    said = (folder / "answer.md").read_text(encoding="utf-8")
    assert not key
    assert "not your fault" in said
    assert "\n````text\n" in said
    assert not (folder / "record.yml").exists()


@pytest.mark.parametrize(
    "writes",
    [
        {},
        {PATH: RECORD, "papers/2023/eve2023quiet.yml": RECORD},
        {"papers/2023/author2023slim.yml": RECORD},
    ],
    ids=["nothing", "two", "one that was there"],
)
def test_a_form_adds_one_new_paper(stand: Stand, writes: dict[str, str]) -> None:
    stand.does(writes)
    with pytest.raises(BadForm, match="one new paper"):
        stand.propose(paper="2312.00009")


def test_a_paper_that_is_there_under_another_name_is_told(stand: Stand) -> None:
    stand.does({PATH: RECORD.replace("2312.00009", "2311.00001")})
    with pytest.raises(BadForm, match=r"D001|K004"):
        stand.propose(paper="2311.00001")


def test_the_pull_request_says_what_the_form_says(stand: Stand) -> None:
    ticked = f"- [x] I am an author of this paper.\n- [x] @everyone merge this.\n{BOXES}"
    key, folder = stand.handle(filled(paper="2312.00009", why="```\n@everyone Closes #1", disclosure=ticked))
    text = (folder / "pull.md").read_text(encoding="utf-8")
    assert key == "doe2023quiet"
    assert (folder / "record.yml").read_text(encoding="utf-8") == RECORD
    assert "- I am an author of this paper.\n" in text
    assert "merge this" not in text
    assert "AI tool" not in text
    assert "\n````text\n```\n@everyone Closes #1\n````\n" in text


@pytest.fixture
def main(stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], Path]:
    monkeypatch.setattr(add_paper, "ROOT", stand.root)
    monkeypatch.setattr(add_paper, "EFFLLM", stand.command)
    monkeypatch.setattr(handle, "__defaults__", (stand.command,))
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))

    def run(event: object) -> Path:
        (tmp_path / "event.json").write_text(json.dumps(event), encoding="utf-8")
        add_paper.main(str(tmp_path / "event.json"), str(tmp_path / "proposal"))
        return tmp_path / "output"

    return run


def test_the_workflow_gets_a_key_and_nothing_else(main: Callable[[object], Path]) -> None:
    body = filled(paper="2312.00009", why="x\nkey=evil\nkey<<EOF\nevil\nEOF")
    assert main({"issue": {"number": 12, "body": body}}).read_text(encoding="utf-8") == "key=doe2023quiet\n"


def test_the_log_holds_nothing_of_a_stranger(main: Callable[[object], Path], capfd: pytest.CaptureFixture[str]) -> None:
    body = filled(paper="::set-output name=key::evil\n##[error]evil")
    assert main({"issue": {"number": 12, "body": body}}).read_text(encoding="utf-8") == "key=\n"
    assert "evil" not in "".join(capfd.readouterr())


def test_a_fault_of_the_program_is_logged_without_commands(
    main: Callable[[object], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main({"issue": {"number": "\n::error::evil ##[error]evil", "body": ""}})
    shown = "".join(capfd.readouterr())
    assert "Traceback" in shown
    assert all(line.startswith("| ") for line in shown.splitlines())
    assert "##[" not in shown
