from __future__ import annotations

import http.client
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from effllm import site
from effllm.cli import build as serve_module
from effllm.cli.build import HOST, Server, listen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm import KnowledgeBase
    from tests.cli.conftest import Run


def pretend(root: Path, output: Path, *, kb: KnowledgeBase) -> None:
    """Write what looks like a built site."""
    assert (root / "papers").is_dir()
    (output / "api/v1").mkdir(parents=True, exist_ok=True)
    (output / "api/v1/papers.json").write_text(str(len(kb.papers)), encoding="utf-8")
    (output / "index.html").write_text("<p>first page</p>", encoding="utf-8")


@pytest.fixture
def built(records: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout, where building is quick."""
    monkeypatch.setattr(site, "build", pretend)
    return records


def test_build(built: Path, run: Run, tmp_path: Path) -> None:
    assert run("build").stdout == ""
    assert (built / "site/index.html").is_file()
    other = tmp_path / "other"
    assert run("build", "--output", other).stderr == f"built {other}\n"
    run("build", "--output", other)


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("output", [".", "papers", "mine", "mine/a-file"])
def test_build_deletes_nobody_s_files(output: str, run: Run) -> None:
    Path("mine").mkdir()
    Path("mine/a-file").touch()
    before = sorted(Path().rglob("*"))
    result = run("build", "--output", output, status=2)
    assert result.stderr.startswith(f"effllm: {output} ")
    assert sorted(Path().rglob("*")) == before


def test_serve_deletes_nobody_s_files(records: Path, run: Run) -> None:
    (records / "site").mkdir()
    (records / "site/thesis.md").write_text("years of work", encoding="utf-8")
    assert "holds files that were not generated" in run("serve", "--port", "0", status=2).stderr
    assert (records / "site/thesis.md").exists()


@pytest.mark.usefixtures("records")
def test_a_fault_in_a_page(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise site.BuildError("WARNING - a broken link")

    monkeypatch.setattr(site, "build", fail)
    result = run("build", status=1)
    assert result.stderr == "effllm: the site could not be built:\nWARNING - a broken link\n"


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("command", ["build", "serve"])
def test_missing_packages_are_named(command: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mkdocs", None)
    arguments = ["--port", "0"] if command == "serve" else []
    result = run(command, *arguments, status=1)
    assert result.stderr == (
        "effllm: the site needs mkdocs, of the extra 'site'; in the checkout: python3 -m pip install '.[site]'\n"
    )


def test_broken_records_are_not_built(broken: Path, run: Run) -> None:
    assert "3 problems in the records" in run("build", "--root", broken, status=1).stderr


@pytest.mark.usefixtures("built")
def test_serve_until_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(server: Server) -> NoReturn:
        with socket.create_connection((HOST, server.server_port), timeout=10):
            raise KeyboardInterrupt

    monkeypatch.setattr(Server, "serve_forever", interrupt)
    assert run("serve", "--port", "0").stdout.startswith(f"http://{HOST}:")


@pytest.mark.usefixtures("built")
def test_a_port_in_use(run: Run) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port), status=1)
    assert result.stdout == ""
    assert result.stderr == f"effllm: port {port} is in use; effllm serve --port 0 takes a free one\n"
    assert not Path("site").exists()


@pytest.mark.usefixtures("built")
def test_a_port_that_is_not_ours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(serve_module, "Server", refuse)
    assert run("serve", "--port", "80", status=1).stderr == "effllm: cannot listen on port 80: Permission denied\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "site"
    (folder / "papers").mkdir(parents=True)
    (folder / "index.html").write_text("<p>é</p>", encoding="utf-8")
    (folder / "404.html").write_text("<p>lost</p>", encoding="utf-8")
    (folder / "app.js").write_text("1", encoding="utf-8")
    (folder / "x.bib").write_text("@misc{}", encoding="utf-8")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    with listen(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server: Server, path: str, method: str = "GET") -> tuple[int, str | None, bytes]:
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=10)
    connection.putrequest(method, path)
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, answer.headers["Content-Type"], content


def test_files_and_their_types(server: Server) -> None:
    assert ask(server, "/") == (200, "text/html; charset=utf-8", "<p>é</p>".encode())
    assert ask(server, "/app.js?v=1") == (200, "text/javascript; charset=utf-8", b"1")
    assert ask(server, "/x.bib") == (200, "text/plain; charset=utf-8", b"@misc{}")


@pytest.mark.parametrize("path", ["/nothing", "/papers/", "/../secret", "/%2e%2e/secret", "/..%2fsecret", "/%00"])
def test_what_is_not_there(path: str, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(server, path) == (404, "text/html; charset=utf-8", b"<p>lost</p>")
    assert ask(server, path, "HEAD") == (404, "text/html; charset=utf-8", b"")
    assert capsys.readouterr() == ("", "")


def test_without_a_page_of_its_own(server: Server, tmp_path: Path) -> None:
    (tmp_path / "site/404.html").unlink()
    assert ask(server, "/nothing")[0] == 404


def test_other_methods(server: Server) -> None:
    assert ask(server, "/", "POST")[0] == 501
