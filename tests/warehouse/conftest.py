"""A migrated database in memory with a started run."""

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.invented import INBOX, VERSIONS
from warehouse.connection import open_memory
from warehouse.migrate import migrate
from warehouse.runs import start_run


@pytest.fixture
def con() -> Iterator[DuckDBPyConnection]:
    with open_memory() as connection:
        migrate(connection)
        start_run(connection, run_id="run-1", inbox=INBOX, **VERSIONS)
        yield connection
