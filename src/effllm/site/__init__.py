"""The static site: records -> pages, which MkDocs renders."""

from effllm.site.build import build, generate
from effllm.site.folders import BuildError, ForeignFolder
from effllm.site.pages import pages

__all__ = ["BuildError", "ForeignFolder", "build", "generate", "pages"]
