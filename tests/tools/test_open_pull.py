"""A checked record becomes a branch and a pull request; git is real, `gh` is played by a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools.stand import ADA, PULL, SCRIPTS, Stand

if TYPE_CHECKING:
    from pathlib import Path

KEY = "doe2023quiet"
BRANCH = f"add/{KEY}"
PATH = f"papers/2023/{KEY}.yml"


class FormStand(Stand):
    """A stand with a checked record that a form asks for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (folder / "proposal").mkdir()
        (folder / "proposal" / "record.yml").write_text("title: Quiet\n", encoding="utf-8")
        (folder / "proposal" / "pull.md").write_text("Closes.\n", encoding="utf-8")

    def run(self, key: str = KEY, issue: str = "12", status: int = 0, fails: str = "") -> str:
        return self.play(SCRIPTS / "open-pull", self.folder / "proposal", key, issue, status=status, fails=fails)


@pytest.fixture
def stand(tmp_path: Path) -> FormStand:
    return FormStand(tmp_path)


def test_the_branch_holds_one_new_file(stand: FormStand) -> None:
    said = stand.run()
    assert PULL in said
    assert stand.git("diff", "--name-status", "main", BRANCH, at="origin.git").split() == ["A", PATH]
    assert stand.git("show", f"{BRANCH}:{PATH}", at="origin.git") == "title: Quiet\n"
    assert f"pr create --head {BRANCH} --title Add {KEY} " in stand.asked
    assert f"workflow run check.yml --ref {BRANCH}" in stand.asked


def test_files_of_papers_that_cite_the_new_one_go_with_it(stand: FormStand) -> None:
    here = {"papers/2024/roe2024loud.yml": "cites: []\n", "papers/2024/roe2024loud.references.jsonl": "{}\n"}
    stand.commit("first", here, "Add", "main")
    changed = stand.folder / "proposal" / "changed"
    changed.mkdir()
    for name in ("roe2024loud.yml", "roe2024loud.references.jsonl", "poe2024new.yml", "README.md", "check.yml"):
        (changed / name).write_text("new\n", encoding="utf-8")
    stand.run()
    names = stand.git("diff", "--name-status", "main", BRANCH, at="origin.git").split()
    assert names == ["A", PATH, *(word for path in sorted(here) for word in ("M", path))]
    assert stand.git("show", f"{BRANCH}:papers/2024/roe2024loud.yml", at="origin.git") == "new\n"


def test_an_edited_form_renews_its_branch(stand: FormStand) -> None:
    stand.run()
    (stand.folder / "proposal" / "record.yml").write_text("title: Quieter\n", encoding="utf-8")
    assert "new answers" in stand.run()
    assert stand.git("show", f"{BRANCH}:{PATH}", at="origin.git") == "title: Quieter\n"
    assert stand.git("rev-list", "--count", f"main..{BRANCH}", at="origin.git").strip() == "1"
    assert stand.asked.count("pr create") == 1


def test_a_form_whose_record_stays_pushes_nothing(stand: FormStand) -> None:
    stand.run()
    before = stand.git("rev-parse", BRANCH, at="origin.git")
    assert "new answers" in stand.run()
    assert stand.git("rev-parse", BRANCH, at="origin.git") == before
    assert "api --silent --method PATCH repos/example/list/pulls/7 --field body=@" in stand.asked
    assert stand.asked.count("workflow run") == 1


@pytest.mark.parametrize("step", ["pr list", "workflow run"])
def test_what_a_run_did_not_come_to_the_next_one_does(stand: FormStand, step: str) -> None:
    stand.run(fails=step, status=1 if step == "pr list" else 0)
    before = stand.git("rev-parse", BRANCH, at="origin.git")
    assert PULL in stand.run()
    assert stand.asked.count("pr create") == 1
    assert (stand.folder / "checked").read_text(encoding="utf-8") == before


def test_a_branch_of_the_same_name_in_a_fork_is_not_ours(stand: FormStand) -> None:
    (stand.folder / "forks").write_text("https://github.com/example/list/pull/6\n", encoding="utf-8")
    for said in (stand.run(), stand.run()):
        assert said.split()[-1] == PULL
    assert stand.asked.count("pr create") == 1
    assert "pulls/6" not in stand.asked


def test_a_form_that_names_another_paper_leaves_one_branch(stand: FormStand) -> None:
    stand.run("roe2024other", issue="13")
    stand.run()
    said = stand.run("poe2023third")
    assert f"`{BRANCH}`, was taken back" in said
    assert stand.branches == ["add/poe2023third", "add/roe2024other", "main"]


def test_what_a_person_added_to_an_earlier_paper_stays(stand: FormStand) -> None:
    stand.run()
    stand.clone("ada", BRANCH)
    stand.commit("ada", {PATH: "title: By hand\n"}, "Mend\n\nFrom the form in #12.", BRANCH)
    assert "taken back" not in stand.run("poe2023third")
    assert BRANCH in stand.branches


@pytest.mark.parametrize("who", ["another form", "a person", "a person who amends"])
def test_the_work_of_others_is_left_alone(stand: FormStand, who: str) -> None:
    stand.run()
    if who == "a person":
        stand.clone("ada", BRANCH)
        stand.commit("ada", {PATH: "title: By hand\n"}, "Mend\n\nFrom the form in #12.", BRANCH)
    elif who == "a person who amends":
        stand.clone("ada", BRANCH)
        (stand.folder / "ada" / PATH).write_text("title: By hand\n", encoding="utf-8")
        stand.git(*ADA, "commit", "--quiet", "--all", "--amend", "--no-edit", at="ada")
        stand.git("push", "--quiet", "--force", "origin", BRANCH, at="ada")
    before = stand.git("rev-parse", BRANCH, at="origin.git")
    assert "left alone" in stand.run(issue="13" if who == "another form" else "12")
    assert stand.git("rev-parse", BRANCH, at="origin.git") == before


def test_a_paper_that_came_in_meanwhile(stand: FormStand) -> None:
    stand.commit("first", {PATH: "title: Quiet\n"}, "Add", "main")
    assert "is here already" in stand.run()
    assert stand.branches == ["main"]


def test_where_workflows_may_not_open_pull_requests_a_person_can(stand: FormStand) -> None:
    said = stand.run(fails="pr create")
    assert f"https://github.com/example/list/compare/{BRANCH}?expand=1" in said
    assert BRANCH in stand.branches


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../../x",
        "doe2023quiet/../../x",
        "doe2023quiet\nx",
        "$(touch x)2023a",
        "--force",
        "Doe2023Quiet",
        "doe23quiet",
    ],
)
def test_nothing_but_a_key_names_a_branch(stand: FormStand, key: str) -> None:
    stand.run(key, status=2)
    assert stand.branches == ["main"]
    assert not stand.asked


@pytest.mark.parametrize("issue", ["", "12; touch x", "$(id)", "-1"])
def test_nothing_but_a_number_names_an_issue(stand: FormStand, issue: str) -> None:
    stand.run(issue=issue, status=2)
    assert not stand.asked


def test_a_link_is_no_record(stand: FormStand) -> None:
    record = stand.folder / "proposal" / "record.yml"
    record.unlink()
    record.symlink_to("/etc/passwd")
    stand.run(status=2)
    assert stand.branches == ["main"]
