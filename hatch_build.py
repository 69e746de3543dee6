"""Put the records into the wheel as effllm/data/bundle.json, and beside it their search index and snapshot."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
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
    """Validate the records, write them, their search index and what identifies them, with the package's own code.

    Raises:
        InvalidRecords: a record breaks a rule; a wheel carries valid records only.
    """
    sys.path.insert(0, str(root / "src"))
    from effllm import rules  # noqa: PLC0415 - not installed yet
    from effllm.problems import InvalidRecords  # noqa: PLC0415
    from effllm.search import SearchIndex  # noqa: PLC0415
    from effllm.store import bundle, checkout, snapshot  # noqa: PLC0415

    found = checkout.read(root)
    problems = rules.check(found)
    if problems:
        raise InvalidRecords(problems)
    corpus = found.corpus()
    records = bundle.dumps(corpus)
    (folder / bundle.NAME).write_bytes(records)
    (folder / bundle.INDEX).write_bytes(SearchIndex.build(corpus).to_bytes(bundle.digest(records)))
    identity = snapshot.snapshot_of(corpus, snapshot.commit_of(root))
    (folder / snapshot.NAME).write_text(identity.to_json(), encoding="utf-8")
