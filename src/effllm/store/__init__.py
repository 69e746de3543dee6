"""Text and records: reading, checking the shape, writing, and the packaged bundle."""
