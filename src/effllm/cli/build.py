"""The commands that make the site, `build` and `serve`."""

import errno
import sys
import time
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO
from urllib.parse import unquote

import typer
from rich.console import Console

from effllm.cli.checkout_path import checkout_root, load
from effllm.cli.console import say
from effllm.cli.failures import Failed, WrongUsage
from effllm.cli.options import Root
from effllm.extras import extra

if TYPE_CHECKING:
    import io
    from os import PathLike


SITE = "site"
"""The folder of the built site, in the checkout."""


def build(
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Build into this folder.", show_default=SITE)
    ] = None,
    root: Root = None,
) -> None:
    """Build the site from the records."""
    base = checkout_root(root)
    target = output or base / SITE
    build_site(base, target)
    say(f"built {target}")


def build_site(base: Path, target: Path) -> None:
    """Build the site of a checkout into a folder; on a terminal, show that something goes on.

    Raises:
        WrongUsage: the folder holds something other than an earlier site: building empties it.
        MissingExtra: the site's packages are not installed.
        Failed: its pages have a fault.
    """
    with extra("site", "the site"):
        for name in ("mkdocs", "material"):  # MkDocs runs as a process of its own, with Material as its theme
            import_module(name)
        from effllm import site  # noqa: PLC0415 - an optional extra

    kb = load(base)
    started = time.monotonic()
    out = Console(stderr=True, markup=False, emoji=False, highlight=False)
    try:
        if out.is_terminal:
            with out.status(f"building {len(kb.papers)} papers"):
                site.build(base, target, kb=kb)
            say(f"{len(kb.papers)} papers in {time.monotonic() - started:.0f} s")
        else:
            site.build(base, target, kb=kb)
    except site.ForeignFolder as error:
        raise WrongUsage(str(error)) from None
    except site.BuildError as error:
        raise Failed(f"the site could not be built:\n{error}") from None


HOST = "127.0.0.1"
_TEXT = {".js": "text/javascript", ".mjs": "text/javascript", ".bib": "text/plain", ".txt": "text/plain"}


def serve(
    *,
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    root: Root = None,
) -> None:
    """Build the site and serve it on this machine, until Ctrl-C."""
    base = checkout_root(root)
    with listen(base / SITE, port) as server:  # first, so that a port in use does not cost a build
        build_site(base, base / SITE)
        print(f"http://{HOST}:{server.server_port}/ (stop with Ctrl-C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


class Server(ThreadingHTTPServer):
    """A server that does not report browsers that went away."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as inherited
        """Print a failed request, but not a closed connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def listen(folder: Path, port: int) -> Server:
    """Return a server of a folder's files that listens already.

    Raises:
        Failed: the port cannot be had.
    """
    try:
        return Server((HOST, port), partial(Handler, directory=str(folder)))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Failed(f"port {port} is in use; effllm serve --port 0 takes a free one") from None
        raise Failed(f"cannot listen on port {port}: {error.strerror}") from None


class Handler(SimpleHTTPRequestHandler):
    """Files as a host of static sites serves them: no listings of folders, the site's own page for what is missing."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TEXT

    def log_message(self, *args: object) -> None:
        """Say nothing of requests."""

    def end_headers(self) -> None:
        """Have the browser ask again after the next build."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def guess_type(self, path: "str | PathLike[str]") -> str:
        """Return the type with its encoding: everything the site has as text is UTF-8."""
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def send_head(self) -> "io.BytesIO | BinaryIO | None":
        """Send the headers, and return the file; an address that can be no file is not found."""
        if "\0" in unquote(self.path):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: "str | PathLike[str]") -> None:  # noqa: ARG002
        """Refuse: a folder without index.html is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page where there is nothing; the plain one for other faults."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
