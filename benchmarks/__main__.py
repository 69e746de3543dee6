"""`python -m benchmarks [NAME ...]`: the measurements named, all of them without a name."""

import sys

from benchmarks import adding, breaking, building, checking, graphs, linting, reading

ALL = {
    "reading": reading.main,
    "checking": checking.main,
    "building": building.main,
    "linting": linting.main,
    "breaking": breaking.main,
    "adding": adding.main,
    "graphs": graphs.main,
}

names = sys.argv[1:] or list(ALL)
if unknown := sorted(set(names) - set(ALL)):
    sys.exit(f"no such measurement: {', '.join(unknown)}; there are {', '.join(ALL)}")
for name in names:
    ALL[name]()
