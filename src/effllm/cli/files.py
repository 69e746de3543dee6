"""Writing files."""

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from effllm.cli.console import one_line, say
from effllm.cli.failures import Failed, in_words
from effllm.store import folders
from effllm.wording import not_utf8

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_TEMPORARY = ".effllm-"
"""How the names of temporary files begin; .gitignore has them."""


def replace(target: Path, content: bytes) -> None:
    """Write a file at once: it has its old content or all of the new, whatever happens.

    Its permissions stay. A link is replaced, not followed.

    Raises:
        OSError: the system refuses; nothing is left behind.
    """
    with _beside(target, content) as temporary:
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)


def create(target: Path, content: bytes) -> None:
    """Write a file that is not there yet, at once; its folder is made where it is missing.

    Raises:
        FileExistsError: something is there already; it is left alone.
        OSError: the system refuses; nothing is left behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _beside(target, content) as temporary:
        try:
            os.link(temporary, target)  # unlike a rename, it never takes the place of what is there
        except FileExistsError:
            raise
        except OSError:  # file systems of memory cards and shared folders have no links
            _write_new(target, content)


def _write_new(target: Path, content: bytes) -> None:
    """Write a file that is not there yet, byte by byte; nothing is left of it where that fails."""
    with _naming(target), target.open("xb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            target.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def _beside(target: Path, content: bytes) -> Iterator[Path]:
    """Yield a file beside the target that holds the content and is gone afterwards; an error names the target."""
    temporary = None
    try:
        with _naming(target):
            temporary, file = _new_temporary(target.parent)
            with file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                if fcntl is not None:
                    yield temporary  # locked until it is gone, see `clean`
            if fcntl is None:
                yield temporary  # Windows renames no open file
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):  # on a read-only file system even what is not there cannot be deleted
                temporary.unlink(missing_ok=True)


def _new_temporary(folder: Path) -> tuple[Path, BinaryIO]:
    """Make a temporary file, locked where the system knows how."""
    while True:
        path = folder / f"{_TEMPORARY}{secrets.token_hex(8)}.tmp"
        file = path.open("xb")
        if not _lock(file.fileno(), wait=True) or path.exists():
            return path, file
        file.close()  # `clean` was faster than the lock


def _lock(number: int, *, wait: bool = False) -> bool:
    """Lock an open file; tell whether that could be done. The lock ends with the command, however that ends."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:  # another command holds it, or the file system knows no locks
        return False
    return True


def clean(root: Path) -> None:
    """Delete the temporary files that killed commands left among the records of a checkout."""
    for path in (left for folder in folders.FOLDERS for left in (root / folder).glob(f"**/{_TEMPORARY}*.tmp")):
        with contextlib.suppress(OSError):
            if fcntl is None:
                path.unlink()  # Windows refuses it for a file that is open
            elif path.is_file():
                with path.open("rb") as file:
                    if _lock(file.fileno()):
                        path.unlink()


@contextlib.contextmanager
def _naming(target: Path) -> Iterator[None]:
    """Let an error of the system name the target."""
    try:
        yield
    except OSError as error:
        error.filename = str(target)
        raise


def save(target: Path, content: bytes) -> None:
    """Write the file that a person named: through links, and straight into what is no file, as ``/dev/stdout``."""
    if target.exists() and not target.is_file():
        with _naming(target):
            target.write_bytes(content)
    else:
        replace(target.resolve() if target.is_symlink() else target, content)


def rewrite(root: Path, path: str, read: str, wanted: str) -> bool:
    """Write a record's new text over the one that was read; tell whether that could be done, and say why not.

    A file that somebody changed, deleted or made a link since it was read is left alone.
    """
    file = root / path
    try:
        if file.is_symlink() or as_read(file.read_bytes()) != read:
            say(f"{path}: changed in the meantime, left alone; run the command again")
            return False
        replace(file, wanted.encode())
    except OSError as error:
        say(in_words(error))
        return False
    return True


def text_of(root: Path, path: str) -> str | None:
    """Return the text of a file of the checkout; None where there is none."""
    file = root / path
    return as_read(file.read_bytes()) if os.path.lexists(file) else None


def rewrite_or_create(root: Path, path: str, read: str | None, wanted: str) -> bool:
    """Write a file's new text over the one that was read, None where there was none; without text it is deleted.

    Return as `rewrite` does.
    """
    if read is None:
        try:
            create(root / path, wanted.encode())
        except FileExistsError:
            say(f"{path}: somebody wrote it in the meantime, left alone; run the command again")
            return False
        return True
    done = rewrite(root, path, read, wanted or read)
    if done and not wanted:
        (root / path).unlink()
    return done


def no_file(path: Path) -> str:
    """Say why a path is no file that can be read; empty where it is one."""
    if path.is_dir():
        return f"{path}: a folder; name the file in it"
    return "" if path.is_file() else f"{path}: no such file"


def not_text(path: Path, error: UnicodeDecodeError) -> Failed:
    """Return what a command says of a file that is not UTF-8: where, and what would help."""
    line, _column, why = not_utf8(error)
    return Failed(f"{one_line(str(path))}:{line}: {why}; save the file with that encoding")


def as_read(raw: bytes) -> str:
    """Return bytes as the text that reading them gives; see `effllm.store.document.parse`."""
    from effllm.store.characters import unix_lines  # noqa: PLC0415 - YAML, which the reading commands may not need

    return unix_lines(raw.decode("utf-8-sig", errors="replace"))
