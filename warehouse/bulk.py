"""Rows of Python values -> one parameter of a statement: DuckDB reads JSON many times faster than row by row."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def as_json(rows: Iterable[Mapping[str, object]]) -> str:
    """The rows as a JSON list; dates become ISO strings. Raises `TypeError` for other values that JSON doesn't know."""
    return json.dumps(list(rows), ensure_ascii=False, default=_as_text)


def row_of(record: "DataclassInstance") -> dict[str, Any]:
    """The fields of a flat dataclass; unlike `dataclasses.asdict` nothing is copied."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't be written as JSON")
