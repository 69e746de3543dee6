"""Every module of the package can be the first one imported, for no import at run time goes in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grimp
import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterator


def packages(module: str) -> set[str]:
    """Return the packages that a module is in: of ``a.b.c`` these are ``a`` and ``a.b``."""
    parts = module.split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts))}


def run_by(importer: str, imported: str) -> Iterator[str]:
    """Yield what an import runs: the module, and before it the packages it is in, but for those that run already."""
    yield imported
    yield from packages(imported) - packages(importer) - {importer}


def test_no_import_goes_in_a_circle() -> None:
    modules = grimp.build_graph("effllm", exclude_type_checking_imports=True, cache_dir=None)
    runs = nx.DiGraph(
        (importer, module)
        for importer in modules.modules
        for imported in modules.find_modules_directly_imported_by(importer)
        for module in run_by(importer, imported)
    )
    assert len(runs) > 100
    assert [sorted(circle) for circle in nx.strongly_connected_components(runs) if len(circle) > 1] == []
