"""Options and fixtures for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites expected texts instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files of tests/data/problems")
