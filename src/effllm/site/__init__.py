"""The static site: records -> pages, which MkDocs renders."""

from effllm.site.building.build import build, generate
from effllm.site.building.output_folder import BuildError, ForeignFolder
from effllm.site.registry import all_pages

__all__ = ["BuildError", "ForeignFolder", "all_pages", "build", "generate"]
