"""What is known of articles from elsewhere: `--metadata` files, sidecars, and dates given by hand."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extract.readers.files import MAX_BYTES, printable, read_bytes
from schemas.article import ArticleMetadata, DatePrecision
from schemas.errors import ReadError
from schemas.ids import stable_hash

FIELDS = frozenset(ArticleMetadata.model_fields)
# A corpus of millions of articles has one metadata file.
MAX_METADATA_BYTES = 1024 * 1024 * 1024
PRECISIONS: Sequence[DatePrecision] = ("year", "month", "day")


def parse_published(value: str) -> tuple[date, DatePrecision]:
    """The first day and the precision of an ISO date or ISO prefix (`2024`, `2024-05`, `2024-05-31`).

    Raises `ValueError` for anything else, and for days that don't exist.
    """
    parts = value.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(
        p.isascii() and p.isdigit() for p in parts
    ):
        raise ValueError(f"{value!r} is not a date like 2024-05-31, 2024-05 or 2024")
    year, month, day = (int(part) for part in [*parts, "1", "1"][:3])
    try:
        return date(year, month, day), PRECISIONS[len(parts) - 1]
    except ValueError as error:
        raise ValueError(f"{value!r}: {error}") from error


def read_metadata(path: Path) -> dict[str, ArticleMetadata]:
    """The rows of a `--metadata` file by `article_id`: a JSON list of objects; keys that we don't know are ignored.

    Raises `ReadError` (not_found, unreadable, bad_metadata) that names the file, the row and field, and the reason.
    """
    rows = _read_json(path, max_bytes=MAX_METADATA_BYTES, rule="bad_metadata")
    if not isinstance(rows, list):
        raise ReadError(printable(path), "not a JSON list", rule="bad_metadata")
    found: dict[str, ArticleMetadata] = {}
    for number, row in enumerate(rows, start=1):
        metadata = _metadata(path, row, rule="bad_metadata", place=f"row {number}")
        if not metadata.article_id:
            raise _bad_value(path, "article_id", "is missing", rule="bad_metadata", place=f"row {number}")
        if metadata.article_id in found:
            reason = f"{metadata.article_id!r} is listed twice"
            raise _bad_value(path, "article_id", reason, rule="bad_metadata", place=f"row {number}")
        found[metadata.article_id] = metadata
    return found


def row_digest(row: ArticleMetadata) -> str:
    """A hash that tells one version of a row from another."""
    return stable_hash(row.model_dump_json())


def read_sidecar(path: Path) -> ArticleMetadata | None:
    """The sidecar of an article file, `NAME.json` beside `NAME.txt`; None where there is none.

    Raises `ReadError` (bad_sidecar, or what `read_bytes` raises) that names the sidecar, the place and the reason.
    """
    sidecar = path.with_suffix(".json")
    if sidecar == path or not sidecar.is_file():
        return None
    row = _read_json(sidecar, max_bytes=MAX_BYTES, rule="bad_sidecar")
    return _metadata(sidecar, row, rule="bad_sidecar", place="file")


def _read_json(path: Path, *, max_bytes: int, rule: str) -> Any:
    data = read_bytes(path, max_bytes=max_bytes)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ReadError(printable(path), f"not JSON: {error.msg}", rule=rule, place=place) from error
    except UnicodeDecodeError as error:
        raise ReadError(printable(path), "not UTF-8", rule=rule, place=f"byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(printable(path), f"not JSON that can be read: {error}", rule=rule) from error


def _metadata(path: Path, row: Any, *, rule: str, place: str) -> ArticleMetadata:
    if not isinstance(row, dict):
        raise ReadError(printable(path), "not a JSON object", rule=rule, place=place)
    for field in FIELDS & row.keys():
        # JSON can spell halves of characters, which can't be stored.
        if isinstance(row[field], str) and not row[field].isprintable():
            raise _bad_value(path, field, f"unprintable: {row[field]!r}", rule=rule, place=place)
    if isinstance(row.get("published"), str):
        try:
            parse_published(row["published"])
        except ValueError as error:
            raise _bad_value(path, "published", str(error), rule=rule, place=place) from error
    try:
        return ArticleMetadata.model_validate({key: row[key] for key in row if key in FIELDS})
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise _bad_value(path, field, f"{fault['msg']}: {fault['input']!r}", rule=rule, place=place) from error


def _bad_value(path: Path, field: str, reason: str, *, rule: str, place: str) -> ReadError:
    return ReadError(printable(path), reason, rule=rule, place=field if place == "file" else f"{place}, {field}")
