"""The codebook: complete, up to date, and without doubles."""

from pathlib import Path

import pytest

from schemas import codebook, ontology
from schemas.errors import LexiconError

DOCUMENT = Path(__file__).parents[2] / "docs/codebook.md"


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == codebook.codebook(), (
        "run: chasqui codebook --output docs/codebook.md"
    )


@pytest.mark.parametrize("name", ["event_types", "statuses", "contexts", "sectors", "international_codes"])
def test_every_code_stands_in_it(name: str) -> None:
    lines = codebook.codebook().splitlines()
    for row in ontology.rows(name):
        assert any(line.startswith(f"| {row['code']} |") for line in lines)


def test_every_mode_stands_in_it() -> None:
    text = codebook.codebook()
    for kind in ontology.event_types():
        assert all(f"| {kind} | {mode} |" in text for mode in ontology.modes(kind))


def test_every_field_has_definition_and_example() -> None:
    for record, model in codebook.RECORDS.items():
        assert set(codebook.field_rows()[record]) == set(model.model_fields)
        assert all(all(cells) for cells in codebook.field_rows()[record].values())


def test_no_cell_is_empty_and_no_table_torn() -> None:
    tables = [line for line in codebook.codebook().splitlines() if line.startswith("|")]
    assert all(cell.strip() for line in tables for cell in line.strip("|").split("|"))


def test_no_example_serves_twice() -> None:
    sentences = [row["example"] for row in ontology.table("examples")]
    assert len(set(sentences)) == len(sentences)


def test_a_cell_with_a_bar_keeps_its_column() -> None:
    assert list(codebook.table(("a", "b"), [("x|y", "z")])) == ["| a | b |", "| --- | --- |", "| x&#124;y | z |", ""]


@pytest.mark.parametrize(
    ("name", "rows", "reason"),
    [
        ("fields", [{"record": "event", "field": "nonsense", "definition": "d", "example": "e"}], "no field"),
        ("fields", [], "no row for"),
    ],
)
def test_fields_and_rows_must_agree(name, rows, reason, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ontology, "table", lambda asked: rows)
    codebook.field_rows.cache_clear()
    with pytest.raises(LexiconError, match=reason):
        codebook.field_rows()


def test_examples_and_codes_must_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = ontology.table("examples")
    codebook.examples.cache_clear()
    monkeypatch.setattr(ontology, "table", lambda asked: listed[1:] if asked == "examples" else [])
    monkeypatch.setattr(ontology, "rows", lambda asked: [])
    with pytest.raises(LexiconError, match="examples"):
        codebook.examples()
