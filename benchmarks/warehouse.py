"""How the warehouse grows: `python benchmarks/warehouse.py [MENTIONS ...]` prints a table in Markdown.

For each size: loading against the bare `INSERT ... SELECT FROM read_parquet` of the same rows in the same run, all that
follows from the rows (`transform.refresh`), one more night of 2,000 articles on top, publishing, the example queries.
"""

import platform
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from warehouse.codes import update_codes
from warehouse.connection import open_memory, open_work
from warehouse.load import load_shards
from warehouse.migrate import migrate
from warehouse.publish import publish
from warehouse.query import query
from warehouse.runs import start_run
from warehouse.shards import table_file, write_shard
from warehouse.transform import refresh

SQL = Path(__file__).parent / "sql"
QUERIES = Path(__file__).parents[1] / "docs" / "queries.md"
MENTIONS_PER_ARTICLE = 10
NIGHT = 2000
SHARD_ARTICLES = 10_000
COLUMNS = (
    "mentions",
    "bare load s",
    "load s",
    "load, share of bare speed",
    "refresh s",
    "night: load s",
    "night: refresh s",
    "second refresh s",
    "publish s",
    "ten queries s",
    "database MB",
    "peak memory MB",
)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def statement(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def make_shard(directory: Path, *, first: int, articles: int) -> Path:
    """One shard of invented articles, numbered from `first`."""
    shard = write_shard(directory, f"s{first:09d}", {})
    with open_memory() as con:
        migrate(con)
        update_codes(con)
        con.execute(statement("stage_synthetic"), {"first": first, "articles": articles})
        for table in ("articles", "event_mentions", "source_files"):
            con.execute(statement(f"write_{table}"), {"target": str(table_file(shard, table))})
    return shard


def bare_load(shards: list[Path], target: Path) -> None:
    """The same rows into tables of a file, and nothing else."""
    with duckdb.connect(str(target)) as con:
        for shard in shards:
            for table in ("articles", "event_mentions", "source_files"):
                con.execute(statement(f"create_{table}"), {"path": str(table_file(shard, table))})
                con.execute(statement(f"bare_{table}"), {"path": str(table_file(shard, table))})
        con.execute("CHECKPOINT")


def example_queries() -> list[str]:
    return re.findall(r"```sql\n(.*?)```", QUERIES.read_text(encoding="utf-8"), flags=re.DOTALL)


def measure(mentions: int, directory: Path) -> list[str]:
    """One row of the table."""
    articles = mentions // MENTIONS_PER_ARTICLE
    shards = [
        make_shard(directory, first=first, articles=min(SHARD_ARTICLES, articles - first))
        for first in range(0, articles, SHARD_ARTICLES)
    ]
    night = make_shard(directory, first=articles, articles=NIGHT)
    bare = timed(lambda: bare_load(shards, directory / "bare.duckdb"))
    as_of = date(2030, 1, 1)
    with open_work(directory) as con:
        migrate(con)
        versions = {"extractor_version": "1", "model_version": "m", "ontology_version": "o"}
        start_run(con, run_id="first", inbox="synthetic", **versions)
        load = timed(lambda: (load_shards(con, shards, run_id="first"), con.checkpoint()))
        first_refresh = timed(lambda: refresh(con, run_id="first", as_of=as_of))
        start_run(con, run_id="night", inbox="synthetic", **versions)
        night_load = timed(lambda: load_shards(con, [night], run_id="night"))
        night_refresh = timed(lambda: refresh(con, run_id="night", as_of=as_of))
        second = timed(lambda: refresh(con, run_id="night", as_of=as_of))
    published = timed(lambda: publish(directory))
    queries = timed(lambda: [query(directory, sql) for sql in example_queries()])
    size = (directory / "work" / "chasqui.duckdb").stat().st_size / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    seconds = (first_refresh, night_load, night_refresh, second, published, queries)
    return [
        f"{mentions:,}",
        f"{bare:.2f}",
        f"{load:.2f}",
        f"{bare / load:.2f}",
        *(f"{value:.2f}" for value in seconds),
        f"{size:.0f}",
        f"{memory:.0f}",
    ]


def main(sizes: list[int]) -> None:
    print(f"DuckDB {duckdb.__version__}, Python {platform.python_version()}, {platform.machine()}\n")
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---:|" * len(COLUMNS))
    for mentions in sizes:
        with tempfile.TemporaryDirectory() as folder:
            print("| " + " | ".join(measure(mentions, Path(folder))) + " |", flush=True)


if __name__ == "__main__":
    main([int(value) for value in sys.argv[1:]] or [10_000, 100_000])
