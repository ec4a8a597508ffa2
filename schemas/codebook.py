"""The codebook: every field of the event record and every code, with a definition and an example, as Markdown.

Fields come from `schemas.event`, codes from the ontology; definitions and examples from `ontology/fields.csv` and
`ontology/examples.csv` (types and statuses carry theirs in their own lists).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from schemas import ontology
from schemas.base import Record, Span
from schemas.errors import LexiconError
from schemas.event import EventDate, EventRecord, Instrument, Participant, Place, Quantity

RECORDS: dict[str, type[Record]] = {
    "event": EventRecord,
    "participant": Participant,
    "date": EventDate,
    "place": Place,
    "instrument": Instrument,
    "quantity": Quantity,
    "span": Span,
}
RULES = """\
One event mention is one clause or nominalisation that reports a political interaction of a PLOVER type and names, or
makes certain, at least one who takes part. The outermost act decides the type: `agreed to hold talks` is AGREE, `called
for talks` REQUEST, `threatened to expel` THREATEN. Saying is no event unless the words are an act themselves. A future
CONSULT, SUPPORT, COOPERATE or AID is an AGREE. Offsets count characters of the article's stored text, and
`text[start:end]` equals the words of the slot."""


def codebook() -> str:
    """The whole codebook: rules, fields, codes."""
    head = ["# Codebook", "", f"Code lists {ontology.VERSION}. Written by `chasqui codebook`.", "", RULES, ""]
    return "\n".join([*head, *fields_chapter(), *codes_chapters()])


def fields_chapter() -> Iterator[str]:
    """The fields of the event record and of the records inside it."""
    for record, model in RECORDS.items():
        yield from (f"## Fields of {'an' if record[0] in 'aeiou' else 'a'} {record}", "")
        given = field_rows()[record]
        rows = ((f"`{name}`", *given[name]) for name in model.model_fields)
        yield from table(("field", "meaning", "example"), rows)


def codes_chapters() -> Iterator[str]:
    """The codes of every list: types with their modes, statuses, contexts, sectors, international codes."""
    yield from type_chapter()
    yield from mode_chapter()
    yield from code_chapter("Statuses", ((row["code"], row["definition"], row["example"]) for row in _rows("statuses")))
    for title, name, meaning in (
        ("Contexts", "contexts", "definition"),
        ("Sectors", "sectors", "name"),
        ("International codes", "international_codes", "name"),
    ):
        yield from code_chapter(title, ((row["code"], row[meaning], example(name, row["code"])) for row in _rows(name)))


def type_chapter() -> Iterator[str]:
    yield from ("## Event types", "")
    rows = (
        (kind.code, kind.quad_class, kind.cameo_root, f"{kind.score:g}", kind.definition, kind.example)
        for kind in ontology.event_types().values()
    )
    yield from table(("type", "class", "CAMEO root", "score", "covers", "example"), rows)


def mode_chapter() -> Iterator[str]:
    yield from ("## Modes", "", "A mode belongs to one type; AGREE, SUPPORT, CONCEDE, COOPERATE and AID have none.", "")
    rows = (
        (kind, mode.code, f"{mode.score:g}", mode.definition, example("modes", mode.code, event_type=kind))
        for kind in ontology.event_types()
        for mode in ontology.modes(kind).values()
    )
    yield from table(("type", "mode", "score", "covers", "example"), rows)


def code_chapter(title: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield from table(("code", "meaning", "example"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table and an empty line."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""


@cache
def field_rows() -> dict[str, dict[str, tuple[str, str]]]:
    """Definition and example by record and field.

    Raises `LexiconError` for a field without a row, or a row without a field.
    """
    found: dict[str, dict[str, tuple[str, str]]] = {name: {} for name in RECORDS}
    for line, row in enumerate(ontology.table("fields"), start=2):
        if row["field"] not in RECORDS[row["record"]].model_fields or row["field"] in found[row["record"]]:
            raise LexiconError("fields.csv", line, f"{row['record']}.{row['field']} is no field, or is listed twice")
        found[row["record"]][row["field"]] = (row["definition"], row["example"])
    for name, model in RECORDS.items():
        missing = set(model.model_fields) - set(found[name])
        if missing:
            raise LexiconError("fields.csv", 0, f"no row for {sorted(missing)} of {name}")
    return found


@cache
def examples() -> dict[tuple[str, str, str], str]:
    """Example by list, event type (of modes only) and code; raises `LexiconError` for a code without or unknown."""
    found = {(row["list"], row["event_type"], row["code"]): row["example"] for row in ontology.table("examples")}
    wanted = {("modes", mode.event_type, mode.code) for kind in ontology.event_types() for mode in _modes(kind)}
    wanted |= {
        (name, "", row["code"]) for name in ("contexts", "sectors", "international_codes") for row in _rows(name)
    }
    if set(found) != wanted:
        raise LexiconError("examples.csv", 0, f"codes without example, or unknown: {sorted(set(found) ^ wanted)}")
    return found


def example(name: str, code: str, *, event_type: str = "") -> str:
    """The example of one code."""
    return examples()[name, event_type, code]


def _modes(kind: str) -> Iterable[ontology.Mode]:
    return ontology.modes(kind).values()


def _rows(name: str) -> list[dict[str, str]]:
    return ontology.rows(name)
