"""Pages -> files on disk: templates, the run of MkDocs, and what is copied."""
