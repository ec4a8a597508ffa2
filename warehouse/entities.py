"""`actors`, `places` and `instruments`: one row for each that any article names.

Working tables keep what each article says of them, so only those that a changed article names are made again.
"""

from duckdb import DuckDBPyConnection

from warehouse.statements import execute

COLLECTING = ("stage_fresh", "stage_touched", "delete_article", "insert_article")
KINDS = ("actors", "places", "instruments")


def update_entities(con: DuckDBPyConnection) -> None:
    """Bring the three tables up to date with the articles.

    Call it right after `update_events`, in the same transaction: that leaves the changed articles in a temporary table.
    """
    for kind in KINDS:
        for step in COLLECTING:
            execute(con, f"entities/{step}_{kind}")
    for table in ("actor_months", *KINDS):
        execute(con, f"entities/delete_{table}")
        execute(con, f"entities/insert_{table}")
