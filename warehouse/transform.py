"""Everything that is made from loaded rows: code tables, duplicates, canonical events, actors, commitments."""

import logging
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from warehouse.canonicalize import update_events
from warehouse.codes import update_codes
from warehouse.commitments import update_commitments
from warehouse.connection import transaction
from warehouse.duplicates import update_duplicates
from warehouse.entities import update_entities
from warehouse.runs import require_run

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RefreshCounts:
    """What a refresh did: articles gone through, rows of `article_duplicates` changed, and commitments in all."""

    articles: int
    duplicates_changed: int
    commitments: int


def refresh(con: DuckDBPyConnection, *, run_id: str, as_of: date) -> RefreshCounts:
    """Make everything that follows from the loaded articles; call it after loading and before publishing.

    Only what new, changed or removed articles touch is done again, so a second call changes nothing. `as_of` is the day
    on which commitments fall due. One transaction: a
    refresh that is killed leaves no trace. Raises `UnknownRunError` and `OverrideError`.
    """
    require_run(con, run_id)
    with transaction(con):
        update_codes(con)
        duplicates = update_duplicates(con)
        articles = update_events(con, run_id=run_id)
        update_entities(con)
        counts = RefreshCounts(articles, duplicates, update_commitments(con, as_of=as_of))
    logger.info("refreshed: %s", counts)
    return counts
