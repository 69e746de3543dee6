"""The knowledge base in other formats: what ``effllm export`` and the site's downloads offer."""

from effllm.export.formats import FORMATS, FileFormat, FolderFormat

__all__ = ["FORMATS", "FileFormat", "FolderFormat"]
