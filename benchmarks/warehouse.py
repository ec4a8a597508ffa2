"""How the warehouse grows: `python benchmarks/warehouse.py [MENTIONS ...]` prints a table in Markdown.

For each size: loading against the bare `INSERT ... SELECT FROM read_parquet` of the same rows in the same run, all that
follows from the rows (`transform.refresh`), one more night of 2,000 articles on top, publishing, the example queries.
The stock has 250 articles a day and the night is one day, so that at each size a new mention meets as many others.
Each step gives seconds by the clock and, in brackets, of processor time, which other work on the machine leaves alone.
"""

import platform
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from warehouse.codes import update_codes
from warehouse.connection import MEMORY, open_memory, open_work
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
STOCK_A_DAY = 250
FIRST_DAY = date(2020, 1, 1)
SHARD_ARTICLES = 10_000
COLUMNS = (
    "mentions",
    "bare load s",
    "load s",
    "share of bare speed",
    "first refresh s",
    "night: load s",
    "night: refresh s",
    "µs per new mention",
    "second refresh s",
    "publish s",
    "example queries s",
    "database MB",
    "peak memory MB",
)


@dataclass(frozen=True)
class Seconds:
    """How long something took."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} ({self.processor:.2f})"


def timed(work: Callable[[], object]) -> Seconds:
    started, used = time.perf_counter(), time.process_time()
    work()
    return Seconds(time.perf_counter() - started, time.process_time() - used)


def statement(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def make_shard(directory: Path, *, first: int, articles: int, per_day: int = STOCK_A_DAY) -> Path:
    """One shard of invented articles, numbered from `first`, so many on each day."""
    given = {
        "first": first,
        "articles": articles,
        "per_day": per_day,
        "first_day": FIRST_DAY + timedelta(days=first // STOCK_A_DAY),
    }
    shard = write_shard(directory, f"s{first:09d}", {})
    with open_memory() as con:
        migrate(con)
        update_codes(con)
        con.execute(statement("stage_synthetic"), given)
        for table in ("articles", "event_mentions", "source_files"):
            con.execute(statement(f"write_{table}"), {"target": str(table_file(shard, table))})
    return shard


def bare_load(shards: list[Path], target: Path) -> None:
    """The same rows into tables of a file, and nothing else."""
    with duckdb.connect(str(target), config={"memory_limit": MEMORY}) as con:
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
    night = make_shard(directory, first=articles, articles=NIGHT, per_day=NIGHT)
    bare = timed(lambda: bare_load(shards, directory / "bare.duckdb"))
    as_of = date(2030, 1, 1)
    versions = {"extractor_version": "1", "model_version": "m", "ontology_version": "o"}
    with open_work(directory) as con:
        migrate(con)
        start_run(con, run_id="first", inbox="synthetic", **versions)
        load = timed(lambda: (load_shards(con, shards, run_id="first"), con.checkpoint()))
        first_refresh = timed(lambda: refresh(con, run_id="first", as_of=as_of))
    with open_work(directory) as con:
        start_run(con, run_id="night", inbox="synthetic", **versions)
        night_load = timed(lambda: load_shards(con, [night], run_id="night"))
        night_refresh = timed(lambda: refresh(con, run_id="night", as_of=as_of))
        second = timed(lambda: refresh(con, run_id="night", as_of=as_of))
    published = timed(lambda: publish(directory))
    queries = timed(lambda: [query(directory, sql) for sql in example_queries()])
    size = (directory / "work" / "chasqui.duckdb").stat().st_size / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    new = NIGHT * MENTIONS_PER_ARTICLE
    return [
        f"{mentions:,}",
        str(bare),
        str(load),
        f"{bare.clock / load.clock:.2f} ({bare.processor / load.processor:.2f})",
        str(first_refresh),
        str(night_load),
        str(night_refresh),
        f"{night_refresh.clock / new * 1e6:.0f} ({night_refresh.processor / new * 1e6:.0f})",
        str(second),
        str(published),
        str(queries),
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
    main([int(value) for value in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
