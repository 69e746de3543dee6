"""Turn the filled form "add a paper" into a record, or into an answer that says what is wrong.

Usage: python -m tools.add_paper EVENT FOLDER

EVENT is the file with GitHub's event (``$GITHUB_EVENT_PATH``). Written to FOLDER: ``answer.md``, the comment on the
issue where something is wrong; or ``record.yml``, ``pull.md``, the text of the pull request, and ``changed/``, files
of papers here that cite the new one. The key of the paper goes to ``$GITHUB_OUTPUT``; without one there is nothing to
open. Nothing of what strangers wrote is printed, for the log of a workflow takes commands.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from effllm import rules
from effllm.cli.files import replace
from effllm.id_kinds import KEY, SLUG
from effllm.ids import address
from effllm.ingest.pasted_id import NotAccepted, is_title, recognise
from effllm.records import Paper
from effllm.store import checkout, layout
from effllm.store.writer import to_yaml
from tools.form import ADD_PAPER, BadForm, answers, block, boxes, questions, ticked

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
EFFLLM = (sys.executable, "-m", "effllm")

SECONDS = 600
"""How long ``effllm add`` may take; it waits and asks again where a service is busy."""

LONGEST_TITLE = 300
"""Most characters of a title; what is longer was pasted by mistake."""

_BIBTEX = re.compile(r"@[A-Za-z]+\s*[{(]")
_KEY = re.compile(KEY, re.ASCII)
_MARKDOWN_FENCE = re.compile(r"(`{3,}|~{3,})[^\n]*\n(.*)\n\1", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record to be added.

    Attributes:
        key: key of the paper.
        text: its file.
        said: what ``effllm add`` printed.
        changed: files of papers that cite it, by name: their kept reference lists name it, and their ``cites``.
    """

    key: str
    text: str
    said: str
    changed: dict[str, bytes] = field(default_factory=dict)


def paper_argument(answer: str, file: Path) -> str:
    """Return what ``effllm add`` is given: an id, its address, a title, or the path of ``file`` with the BibTeX.

    What might be an option or a path is never passed on: a title is one line that begins with a letter or a digit.

    Raises:
        BadForm: it is nothing of that.
    """
    if match := _MARKDOWN_FENCE.fullmatch(answer):
        answer = match[2].strip()
    if _BIBTEX.match(answer):
        file.write_text(answer + "\n", encoding="utf-8")
        return str(file)
    try:
        kind, value = recognise(answer)
    except NotAccepted as error:
        words = answer[:1].isalnum() and answer.isprintable() and answer.count(" ") > 1
        if words and len(answer) <= LONGEST_TITLE and is_title(answer):
            return answer
        raise BadForm(str(error)) from None
    return address(kind, value) if kind == "openreview" else value


def chosen(answer: str) -> list[str]:
    """Return the ids in the answer of the dropdown.

    Raises:
        BadForm: one has not the form of an id.
    """
    ids = [part.strip() for part in answer.split(",") if part.strip()]
    if odd := next((part for part in ids if not re.fullmatch(SLUG, part)), None):
        raise BadForm(f"{odd}\nis no category: choose from the list of the form")
    return list(dict.fromkeys(ids))


def propose(body: str, number: int, root: Path, effllm: Sequence[str] = EFFLLM) -> Proposal:
    """Return the record that a form asks for. It is also written into the checkout.

    Args:
        body: text of the issue.
        number: number of the issue.
        root: the checkout.
        effllm: the command.

    Raises:
        BadForm: something is wrong; the text says what.
    """
    given = answers(body, questions(ADD_PAPER))
    with tempfile.TemporaryDirectory() as folder:
        argument = paper_argument(given["paper"], Path(folder) / f"issue-{number}.bib")
        options = [f"--category={category}" for category in chosen(given["categories"])]
        before, known = _papers(root), set(rules.check(checkout.read(root)))
        said = _run([*effllm, "add", "--root", str(root), *options, "--", argument]).replace(folder + os.sep, "")
    after = _papers(root)
    added = sorted(after.keys() - before.keys())
    if len(added) != 1:
        raise BadForm(f"the form takes one new paper, and this would add {len(added)}\n\n{said}")
    key = Path(added[0]).stem
    changed = {Path(path).name: text for path, text in after.items() if before.get(path, text) != text}
    fields = {name: " ".join(given[name].split()) for name in ("code", "summary") if given[name]}
    _write_fields(root, key, fields)
    if problems := [problem for problem in rules.check(checkout.read(root)) if problem not in known]:
        raise BadForm("\n".join(map(str, problems)))
    return Proposal(key, Path(added[0]).read_text(encoding="utf-8"), said, changed)


def _papers(root: Path) -> dict[str, bytes]:
    """Return the records of all papers of a checkout, and their reference lists, as they are."""
    return {
        str(file): file.read_bytes()
        for pattern in ("*/*.yml", "*/*.references.jsonl")
        for file in (root / "papers").glob(pattern)
    }


def _run(command: Sequence[str]) -> str:
    """Return what a command prints.

    Raises:
        BadForm: it fails; the text is what it printed.
    """
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; arguments have the form of an id, or stand behind --
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=SECONDS,
            check=False, env=plain, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BadForm(f"it took longer than {SECONDS} seconds, not your fault: edit the issue to try again") from None
    said = f"{done.stdout}\n{done.stderr}".strip()
    if done.returncode:
        raise BadForm(said or f"effllm add failed with status {done.returncode} and said nothing")
    return said


def _write_fields(root: Path, key: str, fields: dict[str, str]) -> None:
    """Write more fields into a new record; code is its own source, and the paper is that of its summary.

    Raises:
        BadForm: there is no such record.
    """
    path = layout.paper_path(key)
    record = next((e.record for e in checkout.read(root).entries["paper"] if e.document.path == path), None)
    if record is None or not _KEY.fullmatch(key):
        raise BadForm(f"{path} is no record")
    if fields:
        sources = {**record.sources, **{name: fields["code"] if name == "code" else record.place for name in fields}}
        record = Paper(**{**record.model_dump(), **fields, "sources": sources})
        text = to_yaml(record, layout.schema_of(path, layout.PAPER), leave_out=frozenset({"key"}))
        replace(root / path, text.encode())


def pull(proposal: Proposal, given: dict[str, str], number: int) -> str:
    """Return the text of the pull request."""
    path = layout.paper_path(proposal.key)
    parts = [f"Adds `{path}`, made from the form in #{number}.", f"Closes #{number}."]
    parts += [f"- {label}" for label in ticked(given["disclosure"]) if label in boxes(ADD_PAPER)]
    if given["why"]:
        parts += ["Why it belongs here, as the form says:", block(given["why"])]
    said = proposal.said.partition("next:\n")[0].strip()  # what a person would have to do next is done
    if said:
        parts += ["What `effllm add` said:", block(said)]
    parts.append(
        "The record was checked before this was opened. A pull request that a workflow opens starts no checks by"
        " itself: all of them were started for this branch and show below."
    )
    return "\n\n".join(parts) + "\n"


def refusal(reason: str) -> str:
    """Return the answer to a form that makes no record."""
    return (
        "This form does not make a record yet:\n\n"
        f"{block(reason)}\n\n"
        "Edit the issue (the menu at its top right), and it is tried again.\n"
    )


def handle(event: dict[str, Any], folder: Path, root: Path, effllm: Sequence[str] = EFFLLM) -> str:
    """Write what an event asks for to ``folder``; return the key of the new paper, empty where there is none."""
    issue = event["issue"]
    number, body = int(issue["number"]), str(issue["body"] or "")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        proposal = propose(body, number, root, effllm)
    except BadForm as problem:
        (folder / "answer.md").write_text(refusal(str(problem)), encoding="utf-8")
        return ""
    (folder / "record.yml").write_text(proposal.text, encoding="utf-8")
    for name, text in proposal.changed.items():
        (folder / "changed").mkdir(exist_ok=True)
        (folder / "changed" / name).write_bytes(text)
    given = answers(body, questions(ADD_PAPER))
    (folder / "pull.md").write_text(pull(proposal, given, number), encoding="utf-8")
    return proposal.key


def main(event: str, folder: str) -> None:
    """Handle an event and tell the workflow the key."""
    try:
        key = handle(json.loads(Path(event).read_text(encoding="utf-8")), Path(folder), ROOT)
    except Exception:  # noqa: BLE001 - whatever it is, its text may hold a command to the workflow's log
        print(log(traceback.format_exc()))
        sys.exit(1)
    with Path(os.environ.get("GITHUB_OUTPUT", os.devnull)).open("a", encoding="utf-8") as output:
        output.write(f"key={key}\n")
    print("a record was made" if key else "no record was made; the answer says why")


def log(text: str) -> str:
    """Return a text for the log of a workflow, where ``::`` at the start of a line and ``##[`` are commands."""
    return "\n".join(f"| {line.replace('##[', '# #[')}" for line in text.splitlines())


if __name__ == "__main__":
    main(*sys.argv[1:])
