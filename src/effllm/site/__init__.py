"""The static site: records -> pages, which MkDocs renders."""

from effllm.site.build import BuildError, build, generate
from effllm.site.pages import pages

__all__ = ["BuildError", "build", "generate", "pages"]
