"""The command line, `effllm`, a file for each command or a few of one idea: only it prints and sets exit statuses."""

import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave with its exit status."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for them takes a twentieth of the start
    try:
        from effllm.cli.app import run  # noqa: PLC0415 - Ctrl-C while all of it is imported ends quietly, too

        run()
    except KeyboardInterrupt:
        sys.exit(130)  # what shells report for a program that SIGINT ended
