"""Events as files for other programs, each folder with its codebook and its data package description.

Everything is read from the published snapshot, so an export never waits for a run.
"""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args
from xml.sax.saxutils import quoteattr

from schemas import ontology
from schemas.codebook import codes_chapters
from schemas.errors import UnknownCodeError
from warehouse.bulk import row_of
from warehouse.errors import ExportError
from warehouse.query import Stream, published_snapshot, query, stream, write_parquet
from warehouse.statements import statement

Form = Literal["csv", "parquet", "jsonl", "geojson", "gexf", "cameo"]
FORMS: tuple[str, ...] = get_args(Form)
TEMPORARY = ".part"
# The filters stand in one place.
MACROS = ("export/create_chosen_events",)
# A spreadsheet takes a cell that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Frictionless types; everything else is text.
FIELD_TYPES = {"DATE": "date", "DOUBLE": "number", "INTEGER": "integer", "BIGINT": "integer", "BOOLEAN": "boolean"}
NETWORK_FIELDS = (
    ("node id, edge source and target", "VARCHAR", "Code of the actor or recipient."),
    ("node label", "VARCHAR", "Its name."),
    ("edge weight", "INTEGER", "Events from source towards target that occurred or are under way."),
    ("edge attribute mean_score", "DOUBLE", "Mean Goldstein-like score of these events."),
)

Field = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events: by day (events.event_date), by country (acting, acted on, or the place), by event type."""

    since: date | None = None
    until: date | None = None
    country: str | None = None
    event_type: str | None = None


@dataclass(frozen=True)
class Exported:
    """The folder that was written, its data file and the rows in it (edges of a network)."""

    folder: Path
    data: Path
    rows: int


def export(directory: Path, target: Path, *, form: Form, filters: Filters | None = None) -> Exported:
    """Write the events of a warehouse folder that pass the filters into the new folder `target`, whole or not at all.

    Raises `ExportError` where the target is there already or the form is unknown, `UnknownCodeError` for a country or
    type that isn't listed, and `NotPublishedError`.
    """
    filters = filters or Filters()
    _refuse(target, form, filters)
    snapshot = published_snapshot(directory)
    temporary = target.with_name(target.name + TEMPORARY)
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    data, relation, write = WRITERS[form]
    rows = write(directory, temporary / data, row_of(filters))
    fields = _fields(directory, relation)
    codebook = _codebook(form, data, rows, fields, filters=filters, snapshot=snapshot.name)
    (temporary / "CODEBOOK.md").write_text(codebook, encoding="utf-8")
    package = _package(temporary / data, form, fields if relation else [], snapshot=snapshot.name)
    (temporary / "datapackage.json").write_text(
        json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    temporary.rename(target)
    return Exported(target, target / data, rows)


def harmless(cell: str) -> str:
    """The cell with a quote mark in front where a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _refuse(target: Path, form: str, filters: Filters) -> None:
    if form not in FORMS:
        raise ExportError(target, f"{form!r} is none of the forms {', '.join(FORMS)}")
    if target.exists():
        raise ExportError(target, "is there already")
    if filters.country is not None and filters.country not in ontology.actor_codes():
        raise UnknownCodeError("countries", filters.country)
    if filters.event_type is not None and filters.event_type not in ontology.event_types():
        raise UnknownCodeError("event_types", filters.event_type)


def _write_csv(directory: Path, path: Path, params: dict[str, Any]) -> int:
    return _write_table(directory, path, "export/events", params, delimiter=",")


def _write_cameo(directory: Path, path: Path, params: dict[str, Any]) -> int:
    return _write_table(directory, path, "export/cameo", params, delimiter="\t")


def _write_table(directory: Path, path: Path, name: str, params: dict[str, Any], *, delimiter: str) -> int:
    with (
        stream(directory, statement(name), params, macros=MACROS) as found,
        path.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(found.columns)
        count = 0
        for row in found.rows:
            writer.writerow([_cell(value) for value in row])
            count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, list):
        return harmless("; ".join(str(member) for member in value))
    return harmless(value) if isinstance(value, str) else value


def _write_parquet(directory: Path, path: Path, params: dict[str, Any]) -> int:
    write_parquet(directory, statement("export/events"), path, params, macros=MACROS)
    return sum(1 for _ in _events(directory, params))


def _write_jsonl(directory: Path, path: Path, params: dict[str, Any]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for event in _events(directory, params):
            file.write(json.dumps(event, ensure_ascii=False, default=str) + "\n")
            count += 1
    return count


def _write_geojson(directory: Path, path: Path, params: dict[str, Any]) -> int:
    """RFC 7946: longitude first. Events without coordinates have no place on a map and are left out."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for event in _events(directory, params):
            lat, lon = event.pop("lat"), event.pop("lon")
            if lat is None or lon is None:
                continue
            geometry = {"type": "Point", "coordinates": [lon, lat]}
            feature = {"type": "Feature", "id": event["event_id"], "geometry": geometry, "properties": event}
            file.write(("," if count else "") + "\n" + json.dumps(feature, ensure_ascii=False, default=str))
            count += 1
        file.write("\n]}\n")
    return count


def _write_gexf(directory: Path, path: Path, params: dict[str, Any]) -> int:
    rows = query(directory, statement("export/network"), params, macros=MACROS).rows
    names = {row[0]: row[1] for row in rows} | {row[2]: row[3] for row in rows}
    nodes = "".join(f"      <node id={quoteattr(code)} label={quoteattr(names[code])}/>\n" for code in sorted(names))
    edges = "".join(
        f'      <edge id="{number}" source={quoteattr(row[0])} target={quoteattr(row[2])} weight="{row[4]}">'
        f'<attvalues><attvalue for="mean_score" value="{row[5]}"/></attvalues></edge>\n'
        for number, row in enumerate(rows)
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        '  <graph defaultedgetype="directed">\n    <attributes class="edge">'
        '<attribute id="mean_score" title="mean_score" type="double"/></attributes>\n'
        f"    <nodes>\n{nodes}    </nodes>\n    <edges>\n{edges}    </edges>\n  </graph>\n</gexf>\n",
        encoding="utf-8",
    )
    return len(rows)


Writer = Callable[[Path, Path, dict[str, Any]], int]
# Form: name of the data file, relation whose columns it has, writer.
WRITERS: dict[str, tuple[str, str | None, Writer]] = {
    "csv": ("events.csv", "events", _write_csv),
    "parquet": ("events.parquet", "events", _write_parquet),
    "jsonl": ("events.jsonl", "events", _write_jsonl),
    "geojson": ("events.geojson", "events", _write_geojson),
    "gexf": ("actors.gexf", None, _write_gexf),
    "cameo": ("events_cameo.tsv", "events_cameo", _write_cameo),
}


def _events(directory: Path, params: dict[str, Any]) -> Iterator[dict[str, Any]]:
    found: Stream
    with stream(directory, statement("export/events"), params, macros=MACROS) as found:
        for row in found.rows:
            yield dict(zip(found.columns, row, strict=True))


def _fields(directory: Path, relation: str | None) -> list[Field]:
    if relation is None:
        return list(NETWORK_FIELDS)
    rows = query(directory, statement("export/describe"), {"relation": relation}).rows
    return [(name, kind, comment) for name, kind, comment in rows]


def _codebook(
    form: str,
    data: str,
    rows: int,
    fields: list[Field],
    *,
    filters: Filters,
    snapshot: str,
) -> str:
    chosen = ", ".join(f"{name} {value}" for name, value in row_of(filters).items() if value is not None) or "none"
    lines = [
        f"# Codebook of {data}",
        "",
        f"{rows} rows, form {form}, filters: {chosen}; from the snapshot {snapshot}, code lists {ontology.VERSION}.",
        "One happening is one event, however many articles tell of it. In CSV and TSV, members of lists have `; `",
        "between them, and a text that a spreadsheet would run as a formula has a quote mark in front.",
        "",
        "## Columns",
        "",
        "| column | type | meaning |",
        "| --- | --- | --- |",
        *(f"| {name} | {kind} | {comment} |" for name, kind, comment in fields),
        "",
        *codes_chapters(),
    ]
    return "\n".join(lines)


def _package(data: Path, form: str, fields: list[Field], *, snapshot: str) -> dict[str, Any]:
    """The description that Frictionless tools read (Data Package 1.0)."""
    content = data.read_bytes()
    resource: dict[str, Any] = {
        "name": data.stem.replace("_", "-"),
        "path": data.name,
        "format": data.suffix.removeprefix("."),
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if form in {"csv", "cameo"}:
        resource["profile"] = "tabular-data-resource"
        resource["dialect"] = {"delimiter": "\t" if form == "cameo" else ","}
        resource["schema"] = {
            "fields": [
                {"name": name, "type": FIELD_TYPES.get(kind, "string"), "description": comment}
                for name, kind, comment in fields
            ]
        }
    return {
        "name": "chasqui-events",
        "title": "Events from news articles",
        "description": f"Who did what to whom. Snapshot {snapshot}; see CODEBOOK.md.",
        "resources": [resource],
    }
