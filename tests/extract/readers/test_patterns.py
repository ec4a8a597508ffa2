"""The lexicons of the reader: every row loads, fits its example, and is reached."""

import pytest

from extract.lexicons import read_rows
from extract.readers.dates import months
from extract.readers.patterns import (
    WirePattern,
    author_codes,
    closing_sign,
    find_pattern,
    is_publisher_line,
    known_agency,
    matches,
    wire_patterns,
)


@pytest.mark.parametrize("wire", wire_patterns(), ids=lambda wire: wire.example)
def test_example_of_each_pattern(wire: WirePattern) -> None:
    assert matches(wire, wire.example)
    assert not matches(wire, "The ministers of Peru and Chile signed the plan on Wednesday in Lima.")


@pytest.mark.parametrize("wire", wire_patterns(), ids=lambda wire: wire.example)
def test_each_pattern_is_reached(wire: WirePattern) -> None:
    assert find_pattern(wire.example, kinds=(wire.kind,), positions=(wire.position,)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The photo shows the ministers in Lima, the ministry said.",
        "Reporting by the ministry was slow, lawmakers complained in a letter.",
        "More than 2,000 people marched in Lima.",
        "More police officers will be sent to the border.",
        "Share prices fell in Lima.",
        "Follow-up meetings will take place in Santiago, the ministers agreed.",
        "Related crimes were also discussed.",
        "File sharing was banned by the court.",
        "Tags on the bags led police to the drugs.",
    ],
)
def test_body_text_is_no_wire_line(text: str) -> None:
    kinds = ("credit", "signoff", "boilerplate", "publisher")
    assert find_pattern(text, kinds=kinds, positions=("line", "start", "end", "opener", "tail")) is None


def test_agencies() -> None:
    assert known_agency("(AP)") == "Associated Press"
    assert known_agency("-- EFE") == "EFE"
    assert known_agency("Sierra") is None
    assert is_publisher_line("Andina")
    assert is_publisher_line("Costa Wire")
    assert not is_publisher_line("Ministers sign plan")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("They left for Peru. EFE", "EFE"),
        ("They left for Peru.” EFE abc/de", "EFE abc/de"),
        ("They left for Peru. (Reuters)", None),
        ("They left for Peru. CW", "CW"),
        ("They left for Peru. XYZ", None),
        ("They left with EFE", None),
        ("EFE", None),
    ],
)
def test_closing_sign(text: str, sign: str | None) -> None:
    start = closing_sign(text, agency="CW")
    assert (None if start is None else text[start:]) == sign


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(END) NDP/RMC", ("NDP", "RMC")),
        ("(END) JCR", ("JCR",)),
        ("(END)", ()),
        ("abc/de/fgh", ("abc", "de", "fgh")),
        ("EFE abc/de", ("abc", "de")),
        ("(Reporting by Ana Rojas)", ()),
        ("Enditem", ()),
    ],
)
def test_author_codes(text: str, codes: tuple[str, ...]) -> None:
    assert author_codes(text) == codes


def test_other_lexicons_hold_together() -> None:
    assert set(months().values()) == set(range(1, 13))
    orders = {
        (row["order"], row["use"]) for row in read_rows("date_labels", columns=("label", "order", "use", "language"))
    }
    assert {order for order, _ in orders} == {"mdy", "dmy", "unknown"}
    assert {use for _, use in orders} == {"published", "ignored"}
    aliases = [row["alias"].casefold() for row in read_rows("agencies", columns=("alias", "agency"))]
    assert len(aliases) == len(set(aliases))
    suffixes = {row["suffix"] for row in read_rows("file_forms", columns=("suffix", "form"))}
    assert "txt" not in suffixes
    assert "json" in suffixes
