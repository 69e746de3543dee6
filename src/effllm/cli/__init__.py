"""The command line, `effllm`: one file a command. The only code that prints or sets an exit status."""

from effllm.cli.app import app, main

__all__ = ["app", "main"]
