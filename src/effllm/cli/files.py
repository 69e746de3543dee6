"""Writing files."""

import os
import secrets
import stat
from pathlib import Path


def replace(target: Path, content: bytes) -> None:
    """Write a file at once: it has its old content or all of the new, whatever happens.

    Its permissions stay. A link is replaced, not followed.

    Raises:
        OSError: the system refuses; nothing is left behind.
    """
    temporary = target.with_name(f".effllm-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def save(target: Path, content: bytes) -> None:
    """Write the file that a person named: through links, and straight into what is no file, as ``/dev/stdout``."""
    if target.exists() and not target.is_file():
        target.write_bytes(content)
    else:
        replace(target.resolve(), content)
