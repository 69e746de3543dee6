"""Which paper, or which venue, a text means: one index of each, that all commands and rules use."""
