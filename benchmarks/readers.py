"""Readers during loads: no error, nothing torn, nothing that goes backwards.

    python benchmarks/readers.py [--rounds 20] [--articles 200] [--client PROGRAM ...]

One writer loads invented articles, refreshes and publishes, round after round. Each client reads the published file
in a loop: this interpreter, and the programs given, each a Python with any `duckdb` or the command line client itself.
A read is torn where the totals of tables written in one run differ, and goes backwards where it sees less than before.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from benchmarks.warehouse import make_shard, statement  # noqa: E402
from warehouse.connection import open_work  # noqa: E402
from warehouse.layout import Layout  # noqa: E402
from warehouse.load import load_shards  # noqa: E402
from warehouse.migrate import upgrade  # noqa: E402
from warehouse.publish import publish  # noqa: E402
from warehouse.runs import RunCounts, finish_run, start_run  # noqa: E402
from warehouse.transform import refresh  # noqa: E402

VERSIONS = {"extractor_version": "1", "model_version": "m", "ontology_version": "o"}
# A program of its own for each read: the client may be any Python, which knows nothing of this repository.
PYTHON_READER = """
import duckdb, json, sys
with duckdb.connect(sys.argv[1], read_only=True) as con:
    found = con.execute(sys.argv[2])
    print(json.dumps([dict(zip([column[0] for column in found.description], found.fetchone()))]))
"""


@dataclass
class Seen:
    """What one client met with."""

    client: str
    reads: int = 0
    errors: list[str] = field(default_factory=list)
    torn: int = 0
    backwards: int = 0
    last: int = -1

    def note(self, row: dict[str, float]) -> None:
        values = {int(value) for value in row.values()}
        self.reads += 1
        self.torn += len(values) > 1
        self.backwards += min(values) < self.last
        self.last = min(values)


def write(directory: Path, number: int, *, articles: int) -> None:
    """One run: load, refresh, publish."""
    shard = make_shard(directory, first=number * articles, articles=articles)
    with open_work(directory) as con:
        start_run(con, run_id=f"run-{number:04d}", inbox="synthetic", **VERSIONS)
        counts = load_shards(con, [shard], run_id=f"run-{number:04d}")
        refresh(con, run_id=f"run-{number:04d}", as_of=date(2030, 1, 1))
        done = RunCounts(files_loaded=counts.files_loaded, events_loaded=counts.events_loaded)
        finish_run(con, run_id=f"run-{number:04d}", state="done", counts=done)
    publish(directory)


def reader(client: str, published: Path) -> Callable[[], str]:
    """One read of the published file by a client, as JSON text."""
    sql = statement("reader_totals")
    if "python" in Path(client).name:
        command = [client, "-c", PYTHON_READER, str(published), sql]
    else:
        command = [client, "-readonly", "-json", str(published), "-c", sql]

    def read() -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(done.stderr.strip() or f"ended with {done.returncode}")
        return done.stdout

    return read


def loop(seen: Seen, read: Callable[[], str], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            (row,) = json.loads(read())
        except (OSError, ValueError) as error:
            seen.errors.append(str(error))
            continue
        seen.note(row)


def measure(directory: Path, *, clients: list[str], rounds: int, articles: int) -> list[Seen]:
    upgrade(directory)
    write(directory, 0, articles=articles)
    published = Layout(directory).published
    stop = threading.Event()
    noted = [Seen(client) for client in clients]
    threads = [threading.Thread(target=loop, args=(seen, reader(seen.client, published), stop)) for seen in noted]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, rounds + 1):
            write(directory, number, articles=articles)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return noted


def version(client: str) -> str:
    """Kind and release of a client."""
    if "python" in Path(client).name:
        asked, kind = [client, "-c", "import duckdb; print(duckdb.__version__)"], "Python"
    else:
        asked, kind = [client, "--version"], "command line"
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    return f"{kind} {told[0].removeprefix('v')}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--client", action="append", default=[], metavar="PROGRAM")
    given = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        clients = [sys.executable, *given.client]
        noted = measure(Path(folder), clients=clients, rounds=given.rounds, articles=given.articles)
    print(f"{datetime.now(UTC):%Y-%m-%d}: {given.rounds} loads in {time.perf_counter() - started:.0f} s\n")
    print("| client | reads | errors | torn | backwards |\n|---|---:|---:|---:|---:|")
    for seen in noted:
        print(f"| {version(seen.client)} | {seen.reads} | {len(seen.errors)} | {seen.torn} | {seen.backwards} |")
        for error in seen.errors[:3]:
            print(f"  {error}", file=sys.stderr)
    return int(any(seen.errors or seen.torn or seen.backwards for seen in noted))


if __name__ == "__main__":
    sys.exit(main())
