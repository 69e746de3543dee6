from __future__ import annotations

import inspect
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

import effllm
from effllm.cli import app as app_module
from effllm.cli import main
from effllm.cli.app import app
from effllm.cli.console import WIDE
from effllm.kb import loading
from tests.checkouts import BASE, commit_all

if TYPE_CHECKING:
    from tests.cli.conftest import Run

FINDING = ["search", "show", "tree", "frameworks", "compare", "models", "hardware", "venues", "authors"]
FINDING += ["results", "stats", "health"]
FOLLOWING = ["related", "path", "lineage", "reading-order", "reading-list", "lists", "graph"]
COMMANDS = [
    *FINDING,
    *FOLLOWING,
    *("plan", "calc"),
    *("export", "diff", "lint", "mcp"),
    *("add", "import-bib", "import-jsonl", "cite", "triage", "harvest"),
    *("refresh", "stale", "confirm", "validate", "review", "fmt"),
    *("build", "serve"),
]
EFFLLM = [sys.executable, "-m", "effllm"]


def test_no_arguments_give_help(run: Run) -> None:
    said = run().stdout
    assert said == run("--help").stdout
    assert all(f" {command} " in said for command in COMMANDS)
    commands = said[said.index("Find and look up") :].splitlines()
    assert all(line[3:4] != " " for line in commands if line.startswith("│")), "a help longer than its line"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, run: Run) -> None:
    said = run(command, "-h").stdout
    assert "Usage: " in said
    assert "--root" in said or command in {"graph", "harvest"}  # a group has no options of its own


def test_all_commands_are_there() -> None:
    assert [command.name for command in app.registered_commands] == COMMANDS


@pytest.mark.parametrize(("name", "line"), [pair for group in app_module.COMMANDS.values() for pair in group.items()])
def test_the_list_of_commands_says_what_each_says_of_itself(name: str, line: str) -> None:
    said = inspect.cleandoc(app_module.load(name).help).partition("\n\n")[0]
    assert " ".join(said.split()) == line


def test_the_version_of_the_code_and_of_the_data(records: Path, run: Run) -> None:
    first = f"effllm {effllm.__version__}\n"
    assert run("--version").stdout == f"{first}data from no commit\n"
    commit = commit_all(records, "2026-12-01")
    assert run("--version").stdout == f"{first}data 2026.12.1, commit {commit} of 2026-12-01\n"
    (records / "papers/2023/new.txt").write_text("New.")
    assert run("--version").stdout == f"{first}data changed since commit {commit} of 2026-12-01\n"


def test_control_c_before_a_command_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app_module, "run", interrupt)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130
    assert capsys.readouterr() == ("", "")


def test_main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["effllm", "show", "slim", "--root", str(BASE)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("SLIM: ")


def test_the_module_runs() -> None:
    done = subprocess.run([*EFFLLM, "tree", "--root", BASE], capture_output=True, check=True)
    assert done.stdout.decode().startswith("Model-Centric Methods")


def test_without_some_letters() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*EFFLLM, "compare", "engine", "--root", BASE], env=environment, capture_output=True, check=True
    )
    assert b"Inference       yes\n" in done.stdout
    done = subprocess.run(
        [*EFFLLM, "show", "builder2022thin", "--root", BASE], env=environment, capture_output=True, check=True
    )
    assert "Dag ?vergård".encode("ascii", "replace") in done.stdout


C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    ("command", "whole"),
    [
        ("show builder2022thin --bibtex", "Øvergård, Dag"),
        ("show builder2022thin --json", "Dag Øvergård"),
        ("compare engine --markdown", "✓"),
    ],
)
def test_data_has_all_letters_in_any_locale(command: str, whole: str) -> None:
    called = [*EFFLLM, *command.split(), "--root", str(BASE)]
    done = subprocess.run(called, env=os.environ | C_LOCALE, capture_output=True, check=True)
    usual = subprocess.run(called, env=os.environ | {"PYTHONUTF8": "1"}, capture_output=True, check=True)
    assert whole in done.stdout.decode()
    assert done.stdout == usual.stdout


@pytest.mark.skipif(os.name != "posix", reason="shells close streams elsewhere")
@pytest.mark.parametrize("command", ["tree", "validate", ""])
def test_closed_streams(command: str) -> None:
    root = ["--root", str(BASE)] if command else []
    for closed in (">&-", "<&- >&- 2>&-"):
        called = shlex.join([*EFFLLM, *command.split(), *root])
        done = subprocess.run(["/bin/sh", "-c", f"{called} {closed}"], capture_output=True, check=False)
        assert done.returncode == 0, (closed, done.stderr)
        assert b"Traceback" not in done.stderr


def test_a_reader_that_has_enough() -> None:
    with subprocess.Popen(
        [*EFFLLM, "export", "json", "--root", BASE], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have such a device")
@pytest.mark.parametrize("command", ["tree", "stats", "validate --format json"])
def test_a_full_disk(command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*EFFLLM, *command.split(), "--root", BASE], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.endswith(b"effllm: No space left on device\n")


def raising(error: BaseException) -> object:
    def raise_it(*_: object) -> NoReturn:
        raise error

    return raise_it


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("validte", "Did you mean 'validate'"),
        ("validate --fixx", "--fix"),
        ("search weights --undr compression", "--under"),
        ("tree zzz", "no category 'zzz'; effllm tree shows all"),
        ("compare zzz", "no framework 'zzz'; effllm frameworks shows all"),
        ("search slim --venue ZZZ", "no venue 'ZZZ'; effllm venues shows all"),
        ("validate --format xml", "Invalid value for '--format': 'xml' is not one of"),
        ("related zzz", "no paper 'zzz'; find papers with effllm search"),
        ("path slim zzz", "no paper 'zzz'; find papers with effllm search"),
        ("lineage slmi", "did you mean author2023slim"),
        ("reading-order weihgt-only", "did you mean weight-only"),
        ("cite slim --from semantic-scolar", "did you mean semantic-scholar?"),
    ],
)
@pytest.mark.usefixtures("records")
def test_what_is_mistyped_is_answered_with_what_is_near(typed: str, said: str, run: Run) -> None:
    result = run(*typed.split(), status=2)
    assert result.stdout == ""
    assert said in " ".join(result.stderr.split())


def test_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "of_checkout", raising(KeyboardInterrupt()))
    assert run("stats", "--root", BASE, status=130).output.strip() == ""


@pytest.mark.parametrize("command", ["validate", "fmt"])
def test_unreadable_files(command: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("checkout", "record_file"):
        refused = raising(PermissionError(13, "Permission denied", "papers/x.yml"))
        monkeypatch.setattr(f"effllm.store.{module}.read_bytes", refused)
    result = run(command, "--root", BASE, status=1)
    assert "Y012 cannot be read: Permission denied\n  help: check the rights of the file" in result.stdout


def test_the_checkout_around_the_current_folder(records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(records / "papers" / "2023")
    assert run("show", "slim").stdout.startswith("SLIM: ")
    assert run("validate").stderr == "no problems (15 files read)\n"


@pytest.mark.parametrize("command", ["validate", "fmt", "build", "serve"])
def test_no_checkout(command: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "papers").mkdir()  # papers alone may be anybody's
    monkeypatch.chdir(tmp_path)
    result = run(command, status=2)
    assert result.stdout == ""
    assert "--root DIR" in result.stderr


def test_folders_of_the_same_names_are_somebody_elses(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = effllm.load(BASE)
    monkeypatch.setattr(effllm, "load", lambda: base)
    for folder in ("papers/2023", "taxonomy"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "animals.yml").write_text("- cat\n- dog\n", encoding="utf-8")
    slim = base.papers["author2023slim"]
    entry = f"- {slim.title} [[Paper](https://arxiv.org/abs/{slim.arxiv}v1)]\n"
    (tmp_path / "README.md").write_text(entry.replace(slim.arxiv or "", "2311.09999"), encoding="utf-8")
    monkeypatch.chdir(tmp_path / "papers")
    said = run("lint", "../README.md").stdout
    assert f'EL002 likely: "{slim.title}" is 2311.00001 in the records, not 2311.09999' in said
    assert run("validate", status=2).stderr.endswith("taxonomy/model-centric.yml; name one: --root DIR\n")
    assert "animals.yml" in run("validate", "--root", tmp_path, status=1).stdout


def test_reading_elsewhere_takes_the_packaged_records(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    base = effllm.load(BASE)
    monkeypatch.setattr(effllm, "load", lambda: base)
    assert run("show", "slim").stdout.startswith("SLIM: ")
    monkeypatch.setattr(effllm, "load", raising(FileNotFoundError("no checkout")))
    assert "--root DIR" in run("show", "slim", status=2).stderr


def test_a_deleted_folder(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "cwd", raising(FileNotFoundError()))
    assert "--root DIR" in run("validate", status=2).stderr


def test_long_lines_stay_whole_off_the_terminal(run: Run) -> None:
    long = "a" * 500
    assert WIDE > 10_000
    assert long in run("search", long, "--root", BASE).stderr
    lines = run("show", "author2023slim", "--root", BASE).stdout.splitlines()
    assert not [line for line in lines if line.endswith(" ")]


def test_slow_imports_wait() -> None:
    slow = "{'networkx', 'pandas', 'mkdocs', 'jinja2', 'bibtexparser', 'yaml'}"
    code = f"import sys, effllm.cli; print(sorted({slow} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"[]\n"
