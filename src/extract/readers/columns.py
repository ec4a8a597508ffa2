"""Which column (or key) of a dump holds which field of an article."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from extract.lexicons import read_rows

# Field -> the names of its column, the surest first. `a.b` is the key `b` of the object in `a`.
ColumnNames = Mapping[str, tuple[str, ...]]
FIELDS = frozenset(
    {
        "article_id",
        "authors",
        "html",
        "language",
        "modified",
        "published",
        "publisher",
        "summary",
        "text",
        "title",
        "url",
    }
)
TEXT_FIELDS = ("text", "html")
SEPARATORS = re.compile(r"[\s_.-]+")
# Of an object in a cell (`"source": {"id": null, "name": "Sierra"}`) these keys are its name.
NAME_KEYS = ("name", "title", "rendered", "value", "text")


@cache
def usual_names() -> ColumnNames:
    """The names of `column_names.csv`, by field."""
    names: dict[str, tuple[str, ...]] = {}
    for row in read_rows("column_names", columns=("name", "field")):
        names[row["field"]] = (*names.get(row["field"], ()), row["name"])
    return names


def column_names(mapping: Mapping[str, str]) -> ColumnNames:
    """The usual names, with those of a settings file (field -> column) in their place.

    Raises `ValueError` for a field that articles don't have.
    """
    unknown = sorted(mapping.keys() - FIELDS)
    if unknown:
        raise ValueError(f"no such field: {', '.join(unknown)} (known: {', '.join(sorted(FIELDS))})")
    return {**usual_names(), **{field: (name,) for field, name in mapping.items()}}


def folded(name: str) -> str:
    """A name as compared: without case, `_`, `-`, `.` and blanks."""
    return SEPARATORS.sub("", name).casefold()


def text_column(names: Iterable[str], *, columns: ColumnNames | None = None) -> str | None:
    """The column that holds the articles' text (or page), None where no name is known for one."""
    columns = columns or usual_names()
    present = {folded(name): name for name in names}
    for field in TEXT_FIELDS:
        for name in columns.get(field, ()):
            if folded(name) in present:
                return present[folded(name)]
    return None


def pick(row: Mapping[str, Any], field: str, columns: ColumnNames) -> Any:
    """The value of a field in a row: the first of its columns that holds anything; None without one."""
    present = _present(tuple(row))
    for name in columns.get(field, ()):
        value = row.get(present.get(folded(name), ""))
        if value is None and "." in name:
            value = _inner(row, name)
        if value not in (None, "", [], {}):
            return value
    return None


@lru_cache(maxsize=1024)
def _present(names: tuple[str, ...]) -> dict[str, str]:
    return {folded(name): name for name in reversed(names)}


def _inner(row: Mapping[str, Any], name: str) -> Any:
    value: Any = row
    for key in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def as_text(value: Any) -> str | None:
    """A cell as text: strings, numbers, the name of an object, the parts of a list; None where it holds none."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return next((found for key in NAME_KEYS if (found := as_text(value.get(key)))), None)
    if isinstance(value, list | tuple):
        return "\n\n".join(found for part in value if (found := as_text(part))) or None
    return None if value is None or isinstance(value, bool) else str(value)


def as_list(value: Any) -> tuple[str, ...]:
    """A cell as a list of names: a list, or names parted by `;`, `|` or ` and `."""
    if isinstance(value, list | tuple):
        return tuple(found for part in value if (found := as_text(part)))
    text = as_text(value)
    return tuple(part.strip() for part in re.split(r"[;|]|\s+and\s+", text) if part.strip()) if text else ()
