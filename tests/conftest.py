"""Options and fixtures for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites expected texts instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files of tests/data/problems")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs Spark, unless -m asks for it: `make test-spark` sets it up."""
    if "spark" not in config.option.markexpr:
        left = [item for item in items if item.get_closest_marker("spark")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("spark")]


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of the commands that a test runs: a folder of its own, so that checkouts hold nothing else."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("EFFLLM_CACHE", str(folder / "kept"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "home"))
    return folder / "kept"
