"""`commitments`: what actors announced, promised or agreed to do, and what became of it.

A row is an event with a promise in it. Later articles keep or withdraw it, days make it overdue. Every row says why.
"""

from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.bulk import as_json, row_of
from warehouse.happenings import SPEAKS_FOR_ITSELF
from warehouse.promises import (
    BOTH_SIDES,
    FOR_ALL_WORDS,
    IN_TIME,
    MOST_FOR_WORDS,
    NAMED_AGAIN,
    NO_TIME,
    ONE_SIDE,
    SAME_PLACE,
    THRESHOLD,
    THRESHOLD_UNDATED,
    Promise,
    Statement,
    compare_ending,
    make_ending,
    read_promise,
    stems,
    words_of_promises,
)
from warehouse.statements import execute

# What is read of so many fits into memory.
ARTICLES_AT_A_TIME = 5_000
ENDINGS_AT_A_TIME = 20_000
# What `compare_ending` goes by, for leaving out beforehand what it can't accept.
EVIDENCE = {
    "speaking": sorted(SPEAKS_FOR_ITSELF),
    "left_out": sorted(words_of_promises()),
    "both_sides": BOTH_SIDES,
    "one_side": ONE_SIDE,
    "in_time": IN_TIME,
    "no_time": NO_TIME,
    "same_place": SAME_PLACE,
    "named_again": NAMED_AGAIN,
    "most_for_words": MOST_FOR_WORDS,
    "for_all_words": FOR_ALL_WORDS,
    "threshold": THRESHOLD,
    "threshold_undated": THRESHOLD_UNDATED,
}


def update_commitments(con: DuckDBPyConnection, *, as_of: date) -> int:
    """Bring `commitments` up to date as known on the day `as_of`; returns how many there are.

    Call it right after `update_events`, in the same transaction: that leaves what changed in temporary tables.
    """
    _read_promises(con)
    for step in ("stage_made", "stage_changed", "stage_torn_outcomes", "delete_outcomes"):
        execute(con, f"commitments/{step}")
    _match_endings(con)
    _rewrite_commitments(con, as_of=as_of)
    return int(execute(con, "commitments/count_commitments")[0][0])


def _read_promises(con: DuckDBPyConnection) -> None:
    execute(con, "commitments/delete_promises")
    ((articles,),) = execute(con, "canonical/count_changed_articles")
    for start in range(0, articles, ARTICLES_AT_A_TIME):
        rows = execute(con, "commitments/read_statements", {"start": start, "size": ARTICLES_AT_A_TIME})
        promises = [promise for promise in map(read_promise, (Statement(*row) for row in rows)) if promise is not None]
        execute(con, "commitments/insert_promises", {"rows": as_json(map(_promise, promises))})


def _promise(promise: Promise) -> dict[str, object]:
    return {**row_of(promise), "act_words": sorted(stems(promise.act_text))}


def _match_endings(con: DuckDBPyConnection) -> None:
    execute(con, "commitments/stage_endings", EVIDENCE)
    ((candidates,),) = execute(con, "commitments/count_endings")
    for start in range(0, candidates, ENDINGS_AT_A_TIME):
        rows = execute(con, "commitments/read_endings", {"start": start, "size": ENDINGS_AT_A_TIME})
        outcomes = [outcome for outcome in map(_outcome, rows) if outcome is not None]
        execute(con, "commitments/insert_outcomes", {"rows": as_json(outcomes)})


def _rewrite_commitments(con: DuckDBPyConnection, *, as_of: date) -> None:
    """Write the rows that changes and the days since touch; the others only get their new day."""
    execute(con, "commitments/stage_stale_commitments", {"as_of": as_of})
    execute(con, "commitments/delete_commitments")
    execute(con, "commitments/stage_known", {"as_of": as_of})
    execute(con, "commitments/stage_retold")
    execute(con, "commitments/insert_commitments", {"as_of": as_of})
    execute(con, "commitments/date_commitments", {"as_of": as_of})


def _outcome(row: tuple[Any, ...]) -> dict[str, object] | None:
    """The row of `stg_outcomes` for a promise and an event that ends it, or None where it doesn't."""
    ending = make_ending(*row)
    found = compare_ending(ending)
    if found is None:
        return None
    return {
        "promise_event_id": ending.promise_event_id,
        "event_id": ending.event_id,
        "outcome": ending.outcome,
        "score": found.score,
        "reason": found.reason,
    }
