"""Charts, drawn at build as SVG."""
