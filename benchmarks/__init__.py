"""Measurements of what the project claims to be fast at. They print figures and assert none."""
