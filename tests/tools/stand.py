"""What the scripts that open pull requests are tried on: git is real, `gh` is played by a script."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

GIT = shutil.which("git") or "git"
SCRIPTS = Path(__file__).parents[2] / "tools"
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

    def play(self, script: Path, *arguments: str | Path, status: int = 0, fails: str = "", **variables: str) -> str:
        """Run a script in a fresh clone and return what it says; a call of ``gh`` that begins so fails."""
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
            **variables,
        }
        command = [str(script), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.folder / name, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stderr
        return done.stdout

    @property
    def asked(self) -> str:
        file = self.folder / "asked"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    @property
    def branches(self) -> list[str]:
        return self.git("branch", "--format=%(refname:short)", at="origin.git").split()
