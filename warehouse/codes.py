"""The code lists of `schemas.ontology` as tables, so that SQL can explain every code."""

from duckdb import DuckDBPyConnection

from schemas import ontology
from warehouse.bulk import as_json
from warehouse.statements import execute

# Table `code_<name>`: file of the ontology.
LISTS = {
    "event_types": "event_types",
    "modes": "modes",
    "contexts": "contexts",
    "sectors": "sectors",
    "countries": "countries",
    "international": "international_codes",
}


def update_codes(con: DuckDBPyConnection) -> list[str]:
    """Make the code tables those of the ontology in force; returns the names of the tables that changed."""
    changed = []
    for name, file in LISTS.items():
        rows = [{**row, "ontology_version": ontology.VERSION} for row in ontology.rows(file)]
        if execute(con, f"codes/version_{name}") == [(ontology.VERSION, len(rows))]:
            continue
        execute(con, f"codes/delete_{name}")
        execute(con, f"codes/insert_{name}", {"rows": as_json(rows)})
        changed.append(f"code_{name}")
    return changed
