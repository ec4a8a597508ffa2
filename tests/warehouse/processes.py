"""What the tests of concurrency run in processes of their own: `python -m tests.warehouse.processes COMMAND DIR`."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

import warehouse.load
import warehouse.publish
from tests.warehouse.invented import INBOX, VERSIONS
from warehouse.connection import open_work
from warehouse.layout import Layout
from warehouse.load import load_shards
from warehouse.lock import single_writer
from warehouse.publish import publish
from warehouse.query import query
from warehouse.runs import start_run
from warehouse.shards import pending_shards

TOTALS = """
    SELECT (SELECT count(*) FROM event_mentions), events_total
    FROM runs
    WHERE state = 'done'
    ORDER BY finished_at DESC
    LIMIT 1
"""


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The function, with kill -9 once it has run the statement `name`."""

    def wrapped(con: Any, statement: str, *args: Any) -> Any:
        rows = function(con, statement, *args)
        if statement == name:
            die()
        return rows

    return wrapped


def load(directory: Path, statement: str) -> None:
    """Load all shards, killed after the given statement of the first."""
    warehouse.load.execute = dying_after(warehouse.load.execute, statement)
    with single_writer(directory), open_work(directory) as con:
        start_run(con, run_id="killed", inbox=INBOX, **VERSIONS)
        load_shards(con, pending_shards(directory), run_id="killed")


def publish_until(directory: Path, step: str) -> None:
    """Publish, killed when it comes to the given function."""
    setattr(warehouse.publish if step.startswith("_") else Path, step, die)
    with single_writer(directory):
        publish(directory)


def hold(directory: Path, ready: str) -> None:
    """Hold the writer's lock until killed."""
    with single_writer(directory):
        Path(ready).touch()
        signal.pause()


def read(directory: Path, stop: str) -> None:
    """Read in a loop until the file `stop` is there; print what was seen as JSON."""
    link = Layout(directory).published
    seen: list[list[int]] = []
    while True:
        last_round = Path(stop).exists()
        seen.append(list(query(directory, TOTALS).rows[0]))
        with duckdb.connect(str(link), read_only=True) as con:
            seen.append(list(con.execute(TOTALS).fetchall()[0]))
        if last_round:
            break
        time.sleep(0.005)
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    commands = {"load": load, "publish": publish_until, "hold": hold, "read": read}
    commands[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
