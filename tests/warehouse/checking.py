"""The checks of `warehouse/sql/checks` on a database, without thresholds and history."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.statements import execute, names, statement

SAMPLES = 5


@dataclass(frozen=True)
class CheckFailure:
    """An expectation that doesn't hold: the name of its SQL file, how many rows break it, and some of them."""

    name: str
    count: int
    samples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name.replace('_', ' ')}: {self.count} broken, for example {', '.join(self.samples)}"


def run_checks(con: DuckDBPyConnection, *, inbox: str, files_seen: int) -> list[CheckFailure]:
    """Every expectation under `sql/checks` that fails; `files_seen` is how many article files lie in `inbox`.

    Each statement returns one row `detail` per breach.
    """
    failures = []
    for name in names("checks"):
        text = statement(name)
        given = {"inbox": inbox, "files_seen": files_seen}
        rows = execute(con, name, {key: value for key, value in given.items() if f"${key}" in text})
        if rows:
            failure = CheckFailure(name.split("/")[-1], len(rows), tuple(str(row[0]) for row in rows[:SAMPLES]))
            failures.append(failure)
    return failures
