"""The static site: records -> pages, which MkDocs renders. What builds it is imported when it is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from effllm.site.building.build import build, generate
    from effllm.site.building.output_folder import BuildError, ForeignFolder
    from effllm.site.registry import all_pages

__all__ = ["BuildError", "ForeignFolder", "all_pages", "build", "generate"]

_PLACES = {
    "BuildError": "building.output_folder",
    "ForeignFolder": "building.output_folder",
    "all_pages": "registry",
    "build": "building.build",
    "generate": "building.build",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - one of the names above
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
