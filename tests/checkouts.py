"""Small invented checkouts on disk: `tests/data/base` is right, and a test changes what it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from effllm import rules
from effllm.store import checkout
from effllm.store.cache import FOLDER

if TYPE_CHECKING:
    from effllm.problems import Problem

DATA = Path(__file__).parent / "data"
BASE = DATA / "base"
SLIM = "papers/2023/author2023slim.yml"
VENUES = "taxonomy/venues.yml"
UPDATE = "pytest tests/rules tests/store/test_schema.py --update-golden"
"""What writes the expected texts of the golden cases, once they were looked at."""


def lay(root: Path, overlay: Path | None = None) -> Path:
    """Copy the base checkout to ``root``, and the files of ``overlay`` over it."""
    shutil.copytree(BASE, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(FOLDER))  # other tests read it
    if overlay is not None:
        shutil.copytree(overlay, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    return root


def problems_in(root: Path) -> list[Problem]:
    """Return what is wrong in a checkout, and what may be."""
    found = checkout.read(root)
    return sorted([*rules.check(found), *rules.warnings(found)])


def codes_in(root: Path) -> list[str]:
    """Return the codes of everything that is wrong in a checkout."""
    return [problem.code for problem in problems_in(root)]


def git(folder: Path, *arguments: str, day: str = "2026-08-20") -> str:
    """Run git in a folder, committing on a day at noon."""
    date = f"{day}T12:00:00+0000"
    names = {f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | names | dates)
    return done.stdout.strip()


def commit_all(root: Path, day: str) -> str:
    """Commit all that is in a folder on a day, and return the commit."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Change.", day=day)
    return git(root, "rev-parse", "HEAD")
