"""The grammar of datelines."""

import pytest

from extract.readers.datelines import inline_dateline, is_place, standalone_dateline


@pytest.mark.parametrize(
    ("dateline", "place", "month", "day", "agency"),
    [
        ("Lima, December 20 (EFE). –", "Lima", 12, 20, "EFE"),
        ("Lima, 20 dic (EFE).-", "Lima", 12, 20, "EFE"),
        ("Doha, Qatar -", "Doha, Qatar", None, None, None),
        ("WASHINGTON (Reuters) -", "WASHINGTON", None, None, "Reuters"),
        ("WASHINGTON/MEXICO CITY (Reuters) -", "WASHINGTON/MEXICO CITY", None, None, "Reuters"),
        ("MEXICO CITY, June 3 (Reuters) -", "MEXICO CITY", 6, 3, "Reuters"),
        ("BUENOS AIRES, 12 Mar 1990 (EFE) --", "BUENOS AIRES", 3, 12, "EFE"),
        ("BEIJING (AP) —", "BEIJING", None, None, "Associated Press"),
        ("TIJUANA, Mexico (Reuters) -", "TIJUANA, Mexico", None, None, "Reuters"),
        ("ST CATHERINE, Jamaica —", "ST CATHERINE, Jamaica", None, None, None),
        ("NEW DELHI:", "NEW DELHI", None, None, None),
        ("BAGHDAD -", "BAGHDAD", None, None, None),
        ("GENEVA, 12 June 2024 –", "GENEVA", 6, 12, None),
        ("Santa Cruz de la Sierra, Bolivia, May 3 (CW).-", "Santa Cruz de la Sierra, Bolivia", 5, 3, "CW"),
        ("THE HAGUE, May 3 /PRNewswire/ --", "THE HAGUE", 5, 3, "PRNewswire"),
        ("Bissau, Guinea-Bissau -", "Bissau, Guinea-Bissau", None, None, None),
    ],
)
def test_inline(dateline: str, place: str, month: int | None, day: int | None, agency: str | None) -> None:
    found = inline_dateline(f"{dateline} The ministers met on Monday (again) - and left.")
    assert found is not None
    assert found.dateline.text == dateline
    assert (found.dateline.place, found.dateline.month, found.dateline.day) == (place, month, day)
    assert found.dateline.agency == agency


@pytest.mark.parametrize(
    "text",
    [
        "The ministers - all of them - met in Lima.",
        "Peru and Chile - two neighbours - signed the plan.",
        "The Organization of American States (OAS) - the oldest of its kind - met.",
        "Peru (the host) has signed.",
        "BREAKING: Ministers sign the plan.",
        "WATCH - Ministers sign the plan.",
        "On May 3, 2024 - a Friday - the ministers met.",
        "LIMA (Reuters) -",
        "In Lima, Peru, ministers met.",
        "",
    ],
)
def test_no_inline_dateline(text: str) -> None:
    assert inline_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "place", "month", "day", "hour"),
    [
        ("16:00 | Lima, Dec. 10.", "Lima", 12, 10, "16:00"),
        ("9:05 | Puerto Maldonado, Sept. 1.", "Puerto Maldonado", 9, 1, "9:05"),
        ("21:30 | Lima", "Lima", None, None, "21:30"),
        ("Lima, December 20 (EFE)", "Lima", 12, 20, None),
        ("Lima, 20 de diciembre.", "Lima", 12, 20, None),
    ],
)
def test_standalone(text: str, place: str, month: int | None, day: int | None, hour: str | None) -> None:
    found = standalone_dateline(text)
    assert found is not None
    assert (found.dateline.place, found.dateline.month, found.dateline.day) == (place, month, day)
    assert (found.dateline.hour, found.dateline.text) == (hour, text)


@pytest.mark.parametrize(
    "text", ["Lima, Peru", "They met on Dec. 10.", "In Lima last 29 March.", "Lima, Feb. 31.", "x"]
)
def test_no_standalone_dateline(text: str) -> None:
    found = standalone_dateline(text)
    assert found is None or found.printed is None


def test_place() -> None:
    assert is_place("Santiago de Chile")
    assert is_place("Los Ángeles")
    assert not is_place("In Lima")
    assert not is_place("Lima where they met")
    assert not is_place("")
