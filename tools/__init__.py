"""What the repository's own workflows run; no part of the package."""
