"""A checked record becomes a branch and a pull request; git is real, `gh` is played by a script."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

GIT = shutil.which("git") or "git"
SCRIPT = Path(__file__).parents[2] / "tools" / "open-pull"
KEY = "doe2023quiet"
BRANCH = f"add/{KEY}"
PATH = f"papers/2023/{KEY}.yml"
ADA = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
PULL = "https://github.com/example/list/pull/7"
GH = """\
#!/bin/sh
echo "$@" >> "$ASKED"
[ "$1 $2" != "$FAILS" ] || exit 1
case "$*" in
"pr list"*"select(.isCrossRepository | not)"*) cat "$STAND/open" ;;
"pr list"*) cat "$STAND/forks" "$STAND/open" | head -n 1 ;;
"pr create"*) echo "$PULL" | tee "$STAND/open" ;;
"workflow run"*) git -C "$STAND/origin.git" rev-parse "$5" >> "$STAND/checked" ;;
"api "*"/check.yml/runs?event=workflow_dispatch&head_sha="*) url=$2; grep -c "${url##*=}" "$STAND/checked" || true ;;
esac
"""


class Stand:
    """An origin, a fresh clone of it for each run, and a `gh` that remembers what it was asked.

    That `gh` knows the pull requests of forks, ours, and the commits whose checks were started.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = folder / "origin.git"
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(GH, encoding="utf-8")
        (folder / "bin" / "gh").chmod(0o755)
        for name in ("forks", "open", "checked"):
            (folder / name).touch()
        (folder / "proposal").mkdir()
        (folder / "proposal" / "record.yml").write_text("title: Quiet\n", encoding="utf-8")
        (folder / "proposal" / "pull.md").write_text("Closes.\n", encoding="utf-8")
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        self.clone("first")
        self.commit("first", {"README.md": "x\n"}, "Begin", "main")
        self.runs = 0

    def git(self, *arguments: str, at: str = ".") -> str:
        plain = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(
            [GIT, *arguments], cwd=self.folder / at, env=plain, check=True, capture_output=True, text=True
        ).stdout

    def clone(self, name: str, branch: str = "main") -> None:
        self.git("clone", "--quiet", str(self.origin), name)
        if branch != "main":
            self.git("switch", "--quiet", branch, at=name)

    def commit(self, name: str, files: dict[str, str], message: str, branch: str) -> None:
        for path, text in files.items():
            file = self.folder / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self.git("add", "--all", at=name)
        self.git(*ADA, "commit", "-qm", message, at=name)
        self.git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}", at=name)

    def run(self, key: str = KEY, issue: str = "12", status: int = 0, fails: str = "") -> str:
        self.runs += 1
        name = f"run{self.runs}"
        self.clone(name)
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "ASKED": str(self.folder / "asked"),
            "STAND": str(self.folder),
            "PULL": PULL,
            "FAILS": fails,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "example/list",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        done = subprocess.run(
            [str(SCRIPT), str(self.folder / "proposal"), key, issue],
            cwd=self.folder / name, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        return done.stdout

    @property
    def asked(self) -> str:
        file = self.folder / "asked"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    @property
    def branches(self) -> list[str]:
        return self.git("branch", "--format=%(refname:short)", at="origin.git").split()


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path)


def test_the_branch_holds_one_new_file(stand: Stand) -> None:
    said = stand.run()
    assert PULL in said
    assert stand.git("diff", "--name-status", "main", BRANCH, at="origin.git").split() == ["A", PATH]
    assert stand.git("show", f"{BRANCH}:{PATH}", at="origin.git") == "title: Quiet\n"
    assert f"pr create --head {BRANCH} --title Add {KEY} " in stand.asked
    assert f"workflow run check.yml --ref {BRANCH}" in stand.asked


def test_files_of_papers_that_cite_the_new_one_go_with_it(stand: Stand) -> None:
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


def test_an_edited_form_renews_its_branch(stand: Stand) -> None:
    stand.run()
    (stand.folder / "proposal" / "record.yml").write_text("title: Quieter\n", encoding="utf-8")
    assert "new answers" in stand.run()
    assert stand.git("show", f"{BRANCH}:{PATH}", at="origin.git") == "title: Quieter\n"
    assert stand.git("rev-list", "--count", f"main..{BRANCH}", at="origin.git").strip() == "1"
    assert stand.asked.count("pr create") == 1


def test_a_form_whose_record_stays_pushes_nothing(stand: Stand) -> None:
    stand.run()
    before = stand.git("rev-parse", BRANCH, at="origin.git")
    assert "new answers" in stand.run()
    assert stand.git("rev-parse", BRANCH, at="origin.git") == before
    assert "api --silent --method PATCH repos/example/list/pulls/7 --field body=@" in stand.asked
    assert stand.asked.count("workflow run") == 1


@pytest.mark.parametrize("step", ["pr list", "workflow run"])
def test_what_a_run_did_not_come_to_the_next_one_does(stand: Stand, step: str) -> None:
    stand.run(fails=step, status=1 if step == "pr list" else 0)
    before = stand.git("rev-parse", BRANCH, at="origin.git")
    assert PULL in stand.run()
    assert stand.asked.count("pr create") == 1
    assert (stand.folder / "checked").read_text(encoding="utf-8") == before


def test_a_branch_of_the_same_name_in_a_fork_is_not_ours(stand: Stand) -> None:
    (stand.folder / "forks").write_text("https://github.com/example/list/pull/6\n", encoding="utf-8")
    for said in (stand.run(), stand.run()):
        assert said.split()[-1] == PULL
    assert stand.asked.count("pr create") == 1
    assert "pulls/6" not in stand.asked


def test_a_form_that_names_another_paper_leaves_one_branch(stand: Stand) -> None:
    stand.run("roe2024other", issue="13")
    stand.run()
    said = stand.run("poe2023third")
    assert f"`{BRANCH}`, was taken back" in said
    assert stand.branches == ["add/poe2023third", "add/roe2024other", "main"]


def test_what_a_person_added_to_an_earlier_paper_stays(stand: Stand) -> None:
    stand.run()
    stand.clone("ada", BRANCH)
    stand.commit("ada", {PATH: "title: By hand\n"}, "Mend\n\nFrom the form in #12.", BRANCH)
    assert "taken back" not in stand.run("poe2023third")
    assert BRANCH in stand.branches


@pytest.mark.parametrize("who", ["another form", "a person", "a person who amends"])
def test_the_work_of_others_is_left_alone(stand: Stand, who: str) -> None:
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


def test_a_paper_that_came_in_meanwhile(stand: Stand) -> None:
    stand.commit("first", {PATH: "title: Quiet\n"}, "Add", "main")
    assert "is here already" in stand.run()
    assert stand.branches == ["main"]


def test_where_workflows_may_not_open_pull_requests_a_person_can(stand: Stand) -> None:
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
def test_nothing_but_a_key_names_a_branch(stand: Stand, key: str) -> None:
    stand.run(key, status=2)
    assert stand.branches == ["main"]
    assert not stand.asked


@pytest.mark.parametrize("issue", ["", "12; touch x", "$(id)", "-1"])
def test_nothing_but_a_number_names_an_issue(stand: Stand, issue: str) -> None:
    stand.run(issue=issue, status=2)
    assert not stand.asked


def test_a_link_is_no_record(stand: Stand) -> None:
    record = stand.folder / "proposal" / "record.yml"
    record.unlink()
    record.symlink_to("/etc/passwd")
    stand.run(status=2)
    assert stand.branches == ["main"]
