"""Make what a release of the data has: every export, the wheel, their checksums, and notes of what changed.

Usage: python -m tools.release FOLDER

Prints the tag, as data-2026.12.1; `.github/workflows/release.yml` makes tag and release.
"""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import effllm
from effllm.export import FORMATS, FileFormat
from effllm.extras import MissingExtra

ROOT = Path(__file__).parents[1]
PREFIX = "data-"
NOTES = "NOTES.md"
SUMS = "SHA256SUMS"
LIMIT = 50
"""How many records of a kind and change the notes name: the text of a release has a limit."""

_ENDINGS = {
    "bibtex": "bib",
    "csl-json": "csl.json",
    "sqlite": "db",
    "node-link": "node-link.json",
    "cytoscape": "cytoscape.json",
}
"""Formats whose files end otherwise than in their name."""


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Write the files of a release into a folder; return an exit status."""
    if len(arguments) != 1:
        print("usage: python -m tools.release FOLDER", file=sys.stderr)
        return 2
    kb = effllm.load(root)
    tag = f"{PREFIX}{kb.snapshot.version}"
    if kb.snapshot.commit is None:
        print("the records are from no commit: commit or undo what was changed, then release", file=sys.stderr)
        return 1
    if _git(root, "tag", "--list", tag):
        print(f"{tag} is there already: data of one day is released once", file=sys.stderr)
        return 1
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    write_exports(kb, folder)
    _run(root, "build", "--wheel", "--no-isolation", "--outdir", str(folder.resolve()), str(root))
    (folder / NOTES).write_text(notes(kb, root), encoding="utf-8")
    (folder / SUMS).write_text(sums(folder), encoding="utf-8")
    print(tag)
    return 0


def write_exports(kb: effllm.KnowledgeBase, folder: Path) -> None:
    """Write the records in every format that is one file, and what identifies them."""
    (folder / "snapshot.json").write_text(kb.snapshot.to_json(), encoding="utf-8")
    for name, form in FORMATS.items():
        if isinstance(form, FileFormat):
            try:
                content = form.render(kb)
            except MissingExtra as error:
                print(f"left out: {error}", file=sys.stderr)
                continue
            (folder / f"effllm-{kb.snapshot.version}.{_ENDINGS.get(name, name)}").write_bytes(content)


def notes(kb: effllm.KnowledgeBase, root: Path) -> str:
    """Return what the release says: which data it is, and what changed since the last one."""
    state = kb.snapshot
    held = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in state.counts.items())
    head = f"Data of {state.date}, commit {state.commit}: {held}.\n\nThe sha256 of the records is {state.sha256}.\n"
    last = _git(root, "describe", "--tags", "--abbrev=0", "--match", f"{PREFIX}*")
    if not last:
        return f"{head}\nThe first release of the data.\n"
    said = _run(root, "effllm", "diff", last, "--markdown", "--limit", str(LIMIT), "--root", str(root))
    return f"{head}\n## What changed since {last}\n\n{said}"


def sums(folder: Path) -> str:
    """Return the checksums of the files in a folder, as ``sha256sum --check`` reads them."""
    files = sorted(file for file in folder.iterdir() if file.name not in {SUMS, NOTES})
    return "".join(f"{sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed commands
    return done.stdout.strip() if done.returncode == 0 else ""


def _run(root: Path, module: str, *arguments: str) -> str:
    """Run a Python module, and return what it prints.

    Raises:
        SystemExit: it fails; what it says is passed on.
    """
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - as above
    if done.returncode:
        raise SystemExit(done.stderr or done.stdout)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
