"""The open lists of the extraction (triggers, actors, places, ...): CSV files beside this module, and their reader.

A cell may hold several values, parted by `|`. Everything else (which codes a cell may hold) is checked by the component
that reads the file.
"""

import csv
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING

from schemas.errors import LexiconError

if TYPE_CHECKING:
    from _csv import Reader

SEPARATOR = "|"


def read_rows(name: str, *, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of the lexicon `NAME.csv`, cells stripped, in the order of the file.

    `columns` are the columns that the file must have, in order. Raises `LexiconError` with the file and line for a
    missing file, another header, a row with too few or too many cells, an empty first cell, or a repeated row.
    """
    file = resources.files(__package__) / f"{name}.csv"
    if not file.is_file():
        raise LexiconError(f"{name}.csv", 0, "no such lexicon")
    reader = csv.reader(file.read_text(encoding="utf-8").splitlines(keepends=True))
    header = next(reader, [])
    if header != list(columns):
        raise LexiconError(f"{name}.csv", 1, f"columns are {header}, not {list(columns)}")
    return _checked(reader, name=name, columns=columns)


def _checked(reader: "Reader", *, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    seen: set[tuple[str, ...]] = set()
    found = []
    for cells in reader:
        row = tuple(cell.strip() for cell in cells)
        if len(row) != len(columns):
            raise LexiconError(f"{name}.csv", reader.line_num, f"{len(row)} cells, not {len(columns)}")
        if not row[0]:
            raise LexiconError(f"{name}.csv", reader.line_num, f"{columns[0]} is empty")
        if row in seen:
            raise LexiconError(f"{name}.csv", reader.line_num, "the row is listed twice")
        seen.add(row)
        found.append(dict(zip(columns, row, strict=True)))
    return found


def split(cell: str) -> list[str]:
    """The values of a cell that may hold several."""
    return [value for part in cell.split(SEPARATOR) if (value := part.strip())]
