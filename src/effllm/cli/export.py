"""`effllm export`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from effllm.cli import files
from effllm.cli.checkout_path import load
from effllm.cli.console import say, write
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Filters, Root, filtered
from effllm.export import FORMATS, FileFormat, FolderFormat
from effllm.nearest import did_you_mean
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping


@filtered
def export(
    name: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to this file, over what is there, or into this folder (jsonschema: a file for each kind).",
        ),
    ] = None,
    filters: Filters,
    root: Root = None,
) -> None:
    """Write the records in another format."""
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"the formats are {', '.join(FORMATS)}"
        raise WrongUsage(f"no format {name!r}; {hint}")
    form = FORMATS[name]
    in_folder = isinstance(form, FolderFormat) and output is not None and output.suffix != ".json"
    if output is None and not isinstance(form, FolderFormat) and form.binary:
        raise WrongUsage(f"{name} cannot go to standard output: effllm export {name} --output FILE")
    if output is not None:
        _check_target(output, folder=in_folder)
    kb = filters.narrow(load(root))
    if isinstance(form, FileFormat) and form.about and filters.under is not None:
        rendered: bytes | Mapping[str, bytes] = form.about(kb, filters.under)
    else:
        rendered = form.render(kb)
    if output is not None and in_folder and not isinstance(rendered, bytes):
        _save_folder(output, rendered)
        return
    content = rendered if isinstance(rendered, bytes) else _in_one(rendered)
    if output is None:
        write(content)
    else:
        files.save(output, content)
        say(f"{output}: {count(len(kb.papers), 'paper') if isinstance(rendered, bytes) else ', '.join(rendered)}")


def _in_one(contents: "Mapping[str, bytes]") -> bytes:
    """Return several JSON files as one, by their names."""
    named = {name.removesuffix(".json"): json.loads(content) for name, content in contents.items()}
    return json.dumps(named, ensure_ascii=False, indent=2).encode() + b"\n"


def _check_target(output: Path, *, folder: bool) -> None:
    """Refuse what cannot be written to, before any work is done."""
    if folder and output.exists() and not output.is_dir():
        raise WrongUsage(f"--output {output}: a file; this format is a folder of files")
    if not folder and output.is_dir():
        raise WrongUsage(f"--output {output}: a folder; name the file in it")
    if not output.parent.is_dir():
        raise WrongUsage(f"--output {output}: no folder {output.parent}")
    if output.suffix in {".yml", ".yaml"} and output.exists():
        raise WrongUsage(f"--output {output}: a YAML file, perhaps a record; no format is YAML, so name another file")


def _save_folder(folder: Path, contents: "Mapping[str, bytes]") -> None:
    """Write the files; others in the folder stay."""
    folder.mkdir(exist_ok=True)
    for name, content in contents.items():
        files.save(folder / name, content)
    say(f"{folder}: {count(len(contents), 'file')}")
