"""The engines that run the SQL: DuckDB in this process, and Spark on a cluster or on this machine."""

from __future__ import annotations

import json
import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from effllm.extras import extra
from effllm.harvest.snapshot_files import FIELD_BREAK, LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

TEXTS = {"known": ("kind", "value"), "ours": ("work", "paper")}
"""Tables that we make ourselves, and their columns, all texts."""


class EngineFailed(Exception):  # noqa: N818 - what happened
    """An engine could not do what it was asked; the text says why, and what helps where that is known."""


class Engine(Protocol):
    """What the harvest asks of an engine; what is staged is kept in a folder, never in memory as a whole."""

    def lines(self, name: str, files: Sequence[Path], fields: Sequence[str], names: Sequence[str]) -> None:
        """Make a view of the lines of files: file, line, and ``said``, its ``fields`` as texts, NULL for no object.

        ``names`` are the fields, the best first, in which the SQL function ``names`` looks for a text in each object
        of a list: ``author.display_name``.
        """

    def give(self, table: str, rows: Iterable[Sequence[str]]) -> None:
        """Make a table of `TEXTS`."""

    def view(self, name: str, query: str) -> None:
        """Make a view of a query; it is computed each time it is read."""

    def stage(self, name: str, query: str) -> None:
        """Compute a query once, and make a view of what it gives."""

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as they come."""

    def close(self) -> None:
        """Give back what it holds."""


class DuckDB:
    """DuckDB, in this process: it streams files, and spills to a folder what has no room in memory."""

    def __init__(self, folder: Path, memory: str, threads: int) -> None:
        """Open a database.

        Args:
            folder: where what is staged and what is spilled goes.
            memory: how much memory it may take, as ``2GB``.
            threads: how many threads it may use.
        """
        with extra("duckdb", "harvest snapshot --engine duckdb"):
            import duckdb  # noqa: PLC0415 - the other engine does not need it
        self._folder, self._memory = folder, memory
        self._full, self._failed = duckdb.OutOfMemoryException, duckdb.Error
        folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": str(folder / "spilled"),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self._database = duckdb.connect(config=settings)
        self._database.execute("CREATE MACRO explode(list) AS unnest(list)")

    def lines(self, name: str, files: Sequence[Path], fields: Sequence[str], names: Sequence[str]) -> None:
        """Make a view of the lines of files; see `Engine.lines`."""
        shape = _quoted(json.dumps(dict.fromkeys(fields, "VARCHAR")))
        wanted = ", ".join(f"one ->> '$.{field}'" for field in names)
        if names:
            self._database.execute(
                f"CREATE OR REPLACE MACRO names(list) AS list_transform(CASE WHEN json_valid(list) AND "
                f"json_type(list) = 'ARRAY' THEN from_json(list, '[\"JSON\"]') END, lambda one: coalesce({wanted}))"
            )
        self.view(
            name,
            "SELECT file, line, CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT' "  # noqa: S608 - names of ours
            f"THEN from_json(line, {shape}) END AS said FROM ({self._lines_of(files)}) WHERE trim(line) <> ''",
        )

    def _lines_of(self, files: Sequence[Path]) -> str:
        """Return the query of file and line."""
        listed = f"[{', '.join(_quoted(str(file)) for file in files)}]"
        if files[0].suffix == ".parquet":
            return (
                "SELECT one.filename AS file, CAST(to_json(one) AS VARCHAR) AS line "  # noqa: S608 - as above
                f"FROM read_parquet({listed}, filename = true, union_by_name = true) AS one"
            )
        return (
            f"SELECT filename AS file, line FROM read_csv({listed}, columns = {{'line': 'VARCHAR'}}, "  # noqa: S608
            f"delim = {_quoted(FIELD_BREAK)}, quote = '', escape = '', header = false, auto_detect = false, "
            f"new_line = '\\n', max_line_size = {LONGEST + 1}, buffer_size = {2 * LONGEST}, "
            "filename = true, compression = 'auto')"
        )

    def give(self, table: str, rows: Iterable[Sequence[str]]) -> None:
        """Make a table of `TEXTS`."""
        file = _written(self._folder / f"{table}.jsonl", table, rows)
        columns = ", ".join(f"'{column}': 'VARCHAR'" for column in TEXTS[table])
        read = f"read_json({_quoted(str(file))}, columns = {{{columns}}}, format = 'newline_delimited')"
        self.stage(table, f"SELECT * FROM {read}")  # noqa: S608 - names of ours

    def view(self, name: str, query: str) -> None:
        """Make a view of a query."""
        self._database.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except self._full:
            raise EngineFailed(
                f"{self._memory} are too little memory: raise --memory-limit or lower --threads"
            ) from None
        except self._failed as error:
            raise EngineFailed(f"DuckDB: {str(error).partition(chr(10))[0]}") from None

    def stage(self, name: str, query: str) -> None:
        """Compute a query once, into a Parquet file."""
        file = _quoted(str(self._folder / f"{name}.parquet"))
        with self._explaining():
            self._database.execute(f"COPY ({query}) TO {file} (FORMAT parquet, COMPRESSION zstd)")
        self.view(name, f"SELECT * FROM read_parquet({file})")  # noqa: S608 - as above

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as they come."""
        with self._explaining():
            found = self._database.cursor().execute(query)
            while part := found.fetchmany(_ROWS):
                yield from part

    def close(self) -> None:
        """Close the database."""
        self._database.close()


_ROWS = 10_000


class Spark:
    """Spark, on the cluster that its configuration names, else on this machine."""

    def __init__(self, folder: Path, memory: str, threads: int) -> None:
        """Start, or join, a session.

        Args:
            folder: where what is staged goes; all machines of a cluster must see it.
            memory: memory of the driver, as ``2GB``; that of a cluster's machines is for its configuration.
            threads: how many threads it may use on this machine; a cluster's configuration says its own.
        """
        with extra("spark", "harvest snapshot --engine spark"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of packages beside it that are too new; none of them is used here
            from pyspark.errors import PySparkException  # noqa: PLC0415 - the other engine does not need it
            from pyspark.sql import SparkSession  # noqa: PLC0415 - as above
        self._failed = PySparkException
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._joined = SparkSession.getActiveSession() is not None
        builder = SparkSession.builder.appName("effllm harvest snapshot")
        for name, value in _SPARK.items():
            builder = builder.config(name, value)
        if not _is_configured():
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # a name of this machine need not be known
            builder = builder.master(f"local[{threads}]").config("spark.sql.shuffle.partitions", str(2 * threads))
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.driver.memory", memory.replace("iB", "").replace("B", ""))
        try:
            self._session = builder.getOrCreate()
        except PySparkException as error:
            raise EngineFailed(
                "Spark did not start; it needs Java 17 or newer (JAVA_HOME says where it is): "
                f"{str(error).partition(chr(10))[0]}"
            ) from None
        self._session.sparkContext.setLogLevel("ERROR")

    def lines(self, name: str, files: Sequence[Path], fields: Sequence[str], names: Sequence[str]) -> None:
        """Make a view of the lines of files; see `Engine.lines`."""
        said = ", ".join(f"{field}: STRING" for field in fields)
        shape = f"said STRUCT<{said}>, whole STRING"
        options = ", ".join(f"'{option}', '{value}'" for option, value in _STRICT.items())
        if names:
            wanted = ", ".join(f"get_json_object(one, '$.{field}')" for field in names)
            self._session.sql(
                "CREATE OR REPLACE TEMPORARY FUNCTION names(list STRING) RETURNS ARRAY<STRING> "
                f"RETURN transform(from_json(list, 'ARRAY<STRING>'), one -> coalesce({wanted}))"
            )
        self._lines_of(files).createOrReplaceTempView(f"{name}_read")
        # Spark takes the start of a line, {"id": 1} of {"id": 1} and more; so something has to come after it.
        self.view(
            name,
            "SELECT file, line, CASE WHEN read.whole = '1' THEN read.said END AS said FROM (SELECT file, line, "  # noqa: S608 - names of ours
            "CASE WHEN left(trim(line), 1) = '{' THEN "
            f"from_json(concat('{{\"said\":', line, ',\"whole\":1}}'), '{shape}', map({options})) END AS read "
            f"FROM {name}_read WHERE trim(line) <> '')",
        )

    def _lines_of(self, files: Sequence[Path]) -> Any:  # noqa: ANN401 - a data frame of Spark
        """Return a data frame of file and line."""
        paths = [str(file) for file in files]
        if files[0].suffix == ".parquet":
            found = self._session.read.option("mergeSchema", "true").parquet(*paths)
            return found.selectExpr("_metadata.file_path AS file", "to_json(struct(*)) AS line")
        found = self._session.read.option("lineSep", "\n").text(paths)
        return found.selectExpr("_metadata.file_path AS file", "value AS line")

    def give(self, table: str, rows: Iterable[Sequence[str]]) -> None:
        """Make a table of `TEXTS`."""
        file = _written(self._folder / f"{table}.jsonl", table, rows)
        columns = ", ".join(f"{column} STRING" for column in TEXTS[table])
        self._session.read.schema(columns).json(str(file)).createOrReplaceTempView(table)

    def view(self, name: str, query: str) -> None:
        """Make a view of a query."""
        self._session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {query}")

    def stage(self, name: str, query: str) -> None:
        """Compute a query once, into Parquet files."""
        place = str(self._folder / f"{name}.parquet")
        with self._explaining():
            self._session.sql(query).write.mode("overwrite").option("compression", "zstd").parquet(place)
        self._session.read.parquet(place).createOrReplaceTempView(name)

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as they come."""
        with self._explaining():
            for row in self._session.sql(query).toLocalIterator():
                yield tuple(row)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except self._failed as error:
            raise EngineFailed(f"Spark: {str(error).partition(chr(10))[0]}") from None

    def close(self) -> None:
        """End the session, unless somebody else started it."""
        if not self._joined:
            self._session.stop()


_SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.parser.escapedStringLiterals": "true",
    "spark.sql.session.timeZone": "UTC",
}
_STRICT = {
    "mode": "PERMISSIVE",
    "allowSingleQuotes": "false",
    "allowNonNumericNumbers": "false",
    "maxStringLen": str(LONGEST),
}


def _is_configured() -> bool:
    """Tell whether Spark's own configuration says where it runs."""
    return any(name in os.environ for name in ("SPARK_CONF_DIR", "SPARK_HOME", "PYSPARK_SUBMIT_ARGS"))


def _written(file: Path, table: str, rows: Iterable[Sequence[str]]) -> Path:
    """Write the rows of a table as lines of JSON."""
    with file.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(dict(zip(TEXTS[table], row, strict=True))) + "\n")
    return file


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


ENGINES: dict[str, type[DuckDB | Spark]] = {"duckdb": DuckDB, "spark": Spark}
"""The engines by name."""
