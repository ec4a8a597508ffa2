"""Rows of the lexicons and code lists with their place in the file, for those who want to see or mend them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

ONTOLOGY = "schemas.ontology"
LEXICONS = "extract.lexicons"


@dataclass(frozen=True, slots=True)
class LexiconRow:
    """A row of a CSV file: its cells by column. `file` is `lexicons/NAME.csv` or `ontology/NAME.csv`."""

    file: str
    line: int
    cells: Mapping[str, str]


@cache
def lines_of(name: str, *, package: str = LEXICONS) -> tuple[LexiconRow, ...]:
    """The rows of `NAME.csv` in the order of the file, each with the line that it ends on."""
    file = resources.files(package) / f"{name}.csv"
    reader = csv.DictReader(file.read_text(encoding="utf-8").splitlines(keepends=True))
    folder = package.rpartition(".")[2]
    return tuple(LexiconRow(f"{folder}/{name}.csv", reader.line_num, row) for row in reader)


@cache
def index_of(name: str, column: str, *, package: str = LEXICONS) -> Mapping[str, LexiconRow]:
    """The first row for each value of a column."""
    found: dict[str, LexiconRow] = {}
    for row in lines_of(name, package=package):
        found.setdefault(row.cells[column], row)
    return found


def row_at(name: str, line: int) -> LexiconRow | None:
    """The row on a line; None where the file has none there."""
    return next((row for row in lines_of(name) if row.line == line), None)


def row_with(name: str, *, package: str = LEXICONS, **cells: str) -> LexiconRow | None:
    """The first row that has these cells; None without one."""
    wanted = cells.items()
    return next((row for row in lines_of(name, package=package) if wanted <= row.cells.items()), None)
