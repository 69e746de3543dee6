"""Put the records into the wheel as effllm/data/bundle.json, and beside it their search index."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = "effllm/data"


class BundleHook(BuildHookInterface[Any]):
    """Write the data of the package from papers/ and taxonomy/ while a wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the data to the wheel; an editable install reads the checkout instead."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        write_data(Path(self.root), Path(self._folder.name))
        build_data["force_include"][self._folder.name] = DATA

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary copy."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()


def write_data(root: Path, folder: Path) -> None:
    """Validate the records, write them and their search index, with the package's own code.

    A bare stand-in for the package keeps effllm/__init__.py from running: it imports what a build
    does not have, such as networkx.

    Raises:
        InvalidRecords: a record breaks a rule; a wheel carries valid records only.
    """
    package = ModuleType("effllm")
    package.__path__ = [str(root / "src" / "effllm")]
    sys.modules["effllm"] = package
    checkout = importlib.import_module("effllm.store.checkout").read(root)
    problems = importlib.import_module("effllm.rules").check(checkout)
    if problems:
        raise importlib.import_module("effllm.problems").InvalidRecords(problems)
    corpus = checkout.corpus()
    bundle = importlib.import_module("effllm.store.bundle")
    bundle.write(corpus, folder / bundle.NAME)
    records = bundle.digest((folder / bundle.NAME).read_bytes())
    index = importlib.import_module("effllm.search").SearchIndex.build(corpus)
    (folder / bundle.INDEX).write_bytes(index.to_bytes(records))
