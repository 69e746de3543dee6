"""Words that tell the parts of names: particles of family names, and what groups call themselves."""

PARTICLES = frozenset("al bin da de del della den der di dos du el la le ten ter van von".split())  # noqa: SIM905
"""Words that belong to the family name behind them, in lower case."""

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""Words behind the family name that are no part of it, in lower case and without a full stop."""

GROUPS = frozenset("ai collaboration community contributors group lab labs research team workshop".split())  # noqa: SIM905
"""Last words of the names of groups, in lower case."""
