"""The service worker, which keeps what was opened for when there is no network."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

from effllm.site import library
from effllm.site.building.output_folder import digest
from effllm.site.building.render import File
from effllm.store import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.site.view import View

PATH = "service-worker.js"

_FRAME = ("offline.html", "./", "papers/", snapshot.NAME)
"""What is kept with the first visit besides style sheet, scripts and pictures of our own."""


def worker(view: View, assets: Iterable[File]) -> File:
    """Return the service worker of this state of the data and the program.

    Args:
        view: the knowledge base.
        assets: style sheet, scripts and pictures, all of which it keeps from the first visit on.
    """
    texts = {file.path: file.text for file in assets}
    build = {
        "version": digest(view.kb.snapshot.sha256, texts),
        "files": [*_FRAME, *texts],
        "search": [library.PATH, library.MORE, *library.search_paths(view)],
    }
    script = (resources.files("effllm.site") / "assets" / PATH).read_text(encoding="utf-8")
    return File(PATH, f"const BUILD = {json.dumps(build)};\n{script}")
