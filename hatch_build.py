"""Put the records into the wheel as effllm/data/bundle.json."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "effllm/data/bundle.json"


class BundleHook(BuildHookInterface[Any]):
    """Write the bundle from papers/ and taxonomy/ while a wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the bundle to the wheel; an editable install reads the checkout instead."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        target = Path(self._folder.name) / "bundle.json"
        write_bundle(Path(self.root), target)
        build_data["force_include"][str(target)] = BUNDLE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary copy."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()


def write_bundle(root: Path, target: Path) -> None:
    """Validate the records and write them, with the package's own code.

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
    importlib.import_module("effllm.store.bundle").write(checkout.corpus(), target)
