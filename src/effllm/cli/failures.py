"""How a command fails: a sentence on standard error and an exit status, never a traceback."""

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from effllm.cli.console import one_line, say
from effllm.extras import MissingExtra
from effllm.nearest import UnknownKey
from effllm.problems import InvalidRecords
from effllm.wording import count

PROBLEMS_FOUND, WRONG_USAGE = 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141
"""What shells report for a program that SIGINT or SIGPIPE ended."""

SHOWN = 10
"""How many problems a reading command prints before it points to ``effllm validate``."""


_LISTED_BY = {
    "paper": "find papers with effllm search",
    "category": "effllm tree shows all",
    "reading list": "effllm reading-list shows all",
    "public list": "effllm lists shows all",
    "framework": "effllm frameworks shows all",
    "model": "effllm models shows all",
    "accelerator": "effllm hardware shows all",
    "formula": "effllm calc shows all",
    "input": "effllm calc FORMULA shows all",
    "venue": "effllm venues shows all",
}
"""Kind of key -> where the known ones are to be found, said where none is near."""


class WrongUsage(Exception):  # noqa: N818 - not an error of the program
    """What was asked for cannot be; the text says what can.

    Attributes:
        choices: what may have been meant, a line each.
    """

    def __init__(self, message: str, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class Failed(Exception):  # noqa: N818 - as above
    """It could not be done; the text says why, and what would help."""


class Commands(TyperGroup):
    """The group of all commands, which turns their exceptions into sentences."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer's own types here are private
        """Run a command and write out what it printed, so that a closed pipe or a full disk shows here."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            raise typer.Exit(PIPE_CLOSED) from None
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")  # of the library that checks values
            raise
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except (UnknownKey, WrongUsage) as error:
            say(f"effllm: {one_line(_in_a_sentence(error))}")
            for choice in error.choices if isinstance(error, WrongUsage) else ():
                say(f"  {one_line(choice)}")
            raise typer.Exit(WRONG_USAGE) from None
        except InvalidRecords as error:
            _say_problems(error)
        except (Failed, MissingExtra) as error:
            say(f"effllm: {error}")
        except OSError as error:
            _drop_output()
            say(f"effllm: {one_line(in_words(error))}")
        else:
            return result
        raise typer.Exit(PROBLEMS_FOUND)


def _in_a_sentence(error: UnknownKey | WrongUsage) -> str:
    """Return what is wrong and what would be right."""
    if isinstance(error, UnknownKey) and not error.suggestions and error.kind in _LISTED_BY:
        return f"{error}; {_LISTED_BY[error.kind]}"
    return str(error)


def in_words(error: OSError) -> str:
    """Return what the system refused: ``papers/x.yml: Permission denied``."""
    reason = error.strerror or str(error)
    return f"{os.fsdecode(error.filename)}: {reason}" if isinstance(error.filename, str | bytes) else reason


def _say_problems(error: InvalidRecords) -> None:
    for problem in error.problems[:SHOWN]:
        say(str(problem))
    rest = "; effllm validate shows all" if len(error.problems) > SHOWN else ""
    say(f"effllm: {count(len(error.problems), 'problem')} in the records{rest}")


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that the interpreter does not fail on it when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
