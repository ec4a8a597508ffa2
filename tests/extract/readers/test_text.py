"""Whole articles: which paragraph is what, and where each field comes from."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from extract.readers import read_article
from schemas.article import Article, ArticleMetadata
from schemas.errors import ReadError

Read = Callable[..., Article]

STATE_AGENCY = """Sierra News Agency

Peru and Chile sign border plan

Photo: SIERRA/ Ana Rojas

Photo: SIERRA/ Ana Rojas

16:00 | Lima, Dec. 10.

The ministers signed the plan on Wednesday.

Coordinated patrols

They will meet again in March.

(END) NDP/RMC/CVB

Published: 12/10/2025
"""

WIRE = """Peru and Chile agree on plan for

Peru and Chile agree on plan for the border

Lima, December 20 (EFE). – The ministers met this Wednesday.

They will meet again in March. EFE

abc/def/gh
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(text: str | bytes, name: str = "a-plan.txt", **options: object) -> Article:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_article(path, **options)  # type: ignore[arg-type]

    return write_and_read


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(p.kind, article.text[p.start : p.end]) for p in article.paragraphs]


def test_page_of_a_state_agency(read: Read) -> None:
    article = read(STATE_AGENCY)
    assert kinds(article) == [
        ("publisher", "Sierra News Agency"),
        ("title", "Peru and Chile sign border plan"),
        ("credit", "Photo: SIERRA/ Ana Rojas"),
        ("credit", "Photo: SIERRA/ Ana Rojas"),
        ("dateline", "16:00 | Lima, Dec. 10."),
        ("body", "The ministers signed the plan on Wednesday."),
        ("subtitle", "Coordinated patrols"),
        ("body", "They will meet again in March."),
        ("signoff", "(END) NDP/RMC/CVB"),
        ("published", "Published: 12/10/2025"),
    ]
    assert article.article_id == "a-plan"
    assert article.title == "Peru and Chile sign border plan"
    assert article.publisher == "Sierra News Agency"
    assert article.author_codes == ("NDP", "RMC", "CVB")
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.month, article.dateline.day) == ("Lima", 12, 10)
    assert article.dateline.hour == "16:00"
    assert article.published is not None
    assert article.published.day == date(2025, 12, 10)
    assert (article.published.precision, article.published.source) == ("day", "text")
    assert article.warnings == ()


def test_page_of_a_wire(read: Read) -> None:
    article = read(WIRE)
    assert kinds(article) == [
        ("title", "Peru and Chile agree on plan for"),
        ("title", "Peru and Chile agree on plan for the border"),
        ("dateline", "Lima, December 20 (EFE). –"),
        ("body", "The ministers met this Wednesday."),
        ("body", "They will meet again in March."),
        ("signoff", "EFE"),
        ("signoff", "abc/def/gh"),
    ]
    assert article.title == "Peru and Chile agree on plan for the border"
    assert article.publisher == "EFE"
    assert article.author_codes == ("abc", "def", "gh")
    assert article.published is None
    assert article.warnings == ("no_publication_date",)
    assert article.dateline is not None
    assert article.text[article.dateline.start : article.dateline.end] == article.dateline.text


def test_line_ends_of_windows_give_the_same_article(read: Read) -> None:
    unix, windows = read(STATE_AGENCY), read(STATE_AGENCY.replace("\n", "\r\n"))
    assert windows.text == unix.text
    assert windows.paragraphs == unix.paragraphs
    assert windows.source_sha256 != unix.source_sha256


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ministers sign plan\n\nThe ministers met. They will go.", ["title", "body"]),
        ("Ministers sign plan\nThe ministers met.\nThey will go.", ["title", "body", "body"]),
        ("Did the ministers sign?\n\nThe ministers met.", ["title", "body"]),
        ("Ministers sign plan with U.S.\n\nThe ministers met.", ["title", "body"]),
        ("Ministers sign the plan.\n\nPhoto: Ana Rojas\n\nThe ministers met.", ["title", "credit", "body"]),
        ("Ministers sign the plan.\n\nLima, Dec. 10.\n\nThe ministers met.", ["title", "dateline", "body"]),
        ("PERU: Ministers sign plan\n\nThe ministers met.", ["title", "body"]),
        ("The ministers met.\n\nThey will go.", ["body", "body"]),
        ("Ministers sign plan\n\nFirst of its kind in the region\n\nThe ministers met.", ["title", "subtitle", "body"]),
        ("Ministers sign plan\n\nBy Ana Rojas\n\nThe ministers met.", ["title", "credit", "body"]),
        ("Ministers sign plan\n\nFriday, July 21, 2017\n\nThe ministers met.", ["title", "published", "body"]),
        ("Plan Signed by Ministers of Peru. The ministers met. They will go.", ["title", "body"]),
        ("Plan signed\n\nHe met them.\n\nMore:\n\nAnother page to read\n\nHe left.", "title body boilerplate*2 body"),
        ("Plan signed\n\nHe met them.\n\n191211080238184\n\nHe left.", ["title", "body", "boilerplate", "body"]),
        ("Plan signed\n\nHe met them.\n\n– Ana Rojas", ["title", "body", "signoff"]),
        ("Plan signed\n\nHe met them.\n\nEFE", ["title", "body", "signoff"]),
    ],
)
def test_kinds(read: Read, text: str, expected: list[str] | str) -> None:
    if isinstance(expected, str):
        expected = ["title", "body", "boilerplate", "boilerplate", "body"]
    assert [kind for kind, _ in kinds(read(text))] == expected


def test_dates_between_paragraphs_are_headings(read: Read) -> None:
    article = read("How it went\n\nThe ministers met twice.\n\nJuly 21, 2017\n\nThe first meeting failed.")
    assert ("subtitle", "July 21, 2017") in kinds(article)
    assert article.published is None


def test_sign_of_the_agency_in_the_dateline(read: Read) -> None:
    article = read("Plan signed\n\nLima, May 3 (CW). - The ministers met.\n\nThey will go. CW\n\n-- CW")
    assert kinds(article)[-2:] == [("signoff", "CW"), ("signoff", "-- CW")]


def test_hard_wrapped_page(read: Read) -> None:
    article = read(
        "Miners block roads near the capital\n\n"
        "La Paz, Bolivia - Thousands of miners blocked the three main roads out\n"
        "of the city on Monday and clashed with police in El Alto, according to\n"
        "the ombudsman, who was there.\n\n"
        "The minister refused to meet with them. He said that he had waited on\n"
        "May 5, 2019.\n"
        "The army sent soldiers to the refinery and opened the road to the lake\n"
        "again.\n"
    )
    assert [kind for kind, _ in kinds(article)] == ["title", "dateline", "body", "body", "body"]
    assert kinds(article)[2][1].startswith("Thousands of miners blocked the three main roads out\nof the city")
    assert kinds(article)[3][1].endswith("May 5, 2019.")
    assert article.published is None


@pytest.mark.parametrize(
    ("data", "encoding", "title"),
    [
        ("Perú firma acuerdo\n\nThe ministers met.".encode(), "utf-8", "Perú firma acuerdo"),
        ("Perú firma acuerdo\n\nThe ministers met.".encode("utf-8-sig"), "utf-8-sig", "Perú firma acuerdo"),
        ("Perú firma “acuerdo”\n\nThe ministers met.".encode("cp1252"), "cp1252", "Perú firma “acuerdo”"),
    ],
)
def test_encodings(read: Read, data: bytes, encoding: str, title: str) -> None:
    article = read(data)
    assert (article.encoding, article.title) == (encoding, title)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"The ministers\x00met.", "binary"),
        (bytes(range(1, 32)) * 4, "binary"),
        (b"The ministers met in \x81 Lima.", "undecodable"),
        (b"\xef\xbb\xbfThe ministers met in Lim\xe1.", "undecodable"),
        (b"Photo: Ana Rojas\n\nPublished: 12/10/2025", "no_body"),
        (b"Ministers sign plan\n\nPhoto: Ana Rojas", "no_body"),
    ],
)
def test_refused(read: Read, data: bytes, rule: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.rule == rule
    assert "a-plan.txt" in str(caught.value)


def test_too_large(read: Read) -> None:
    with pytest.raises(ReadError, match="larger than 20 bytes") as caught:
        read("The ministers met in Lima.", max_bytes=20)
    assert caught.value.rule == "too_large"


def test_not_found_and_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as missing:
        read_article(tmp_path / "none.txt")
    assert missing.value.rule == "not_found"
    with pytest.raises(ReadError) as folder:
        read_article(tmp_path)
    assert folder.value.rule == "unreadable"


def test_order_of_sources(read: Read, tmp_path: Path) -> None:
    row = ArticleMetadata(published="2025-02-02", publisher="From the row")
    sidecar = {"published": "2025-03", "publisher": "From the sidecar", "url": "https://example.org/1", "other": 1}
    assert read(STATE_AGENCY).published.day == date(2025, 12, 10)  # type: ignore[union-attr]
    (tmp_path / "a-plan.json").write_text(json.dumps(sidecar))
    by_sidecar = read(STATE_AGENCY)
    assert by_sidecar.published is not None
    assert (by_sidecar.published.day, by_sidecar.published.precision) == (date(2025, 3, 1), "month")
    assert (by_sidecar.published.source, by_sidecar.publisher) == ("sidecar", "From the sidecar")
    by_row = read(STATE_AGENCY, metadata=row)
    assert by_row.published is not None
    assert (by_row.published.day, by_row.published.source) == (date(2025, 2, 2), "metadata")
    assert (by_row.publisher, by_row.url) == ("From the row", "https://example.org/1")
    by_option = read(STATE_AGENCY, metadata=row, published="2025-01-01")
    assert by_option.published is not None
    assert (by_option.published.day, by_option.published.source) == (date(2025, 1, 1), "option")


def test_a_row_without_a_date_leaves_the_text_its_own(read: Read) -> None:
    article = read(STATE_AGENCY, metadata=ArticleMetadata(publisher="From the row"), article_id="other")
    assert article.published is not None
    assert article.published.source == "text"
    assert article.article_id == "other"


@pytest.mark.parametrize("published", ["today", "2025-13-01", "10/12/2025", ""])
def test_option_that_is_no_date(read: Read, published: str) -> None:
    with pytest.raises(ReadError, match="option published") as caught:
        read(STATE_AGENCY, published=published)
    assert caught.value.rule == "bad_published"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"{", "line 1, column 2"),
        (b"[]", "file"),
        (b'{"published": "2025-02-30"}', "published"),
        (b'{"published": "10/12/2025"}', "published"),
        (b'{"publisher": 7}', "publisher"),
        (b'{"publisher": "\\ud800"}', "publisher"),
        (b"\xff", "byte 0"),
        (b"[" * 200_000, "file"),
    ],
)
def test_bad_sidecar_names_file_place_and_reason(read: Read, tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "a-plan.json").write_bytes(content)
    with pytest.raises(ReadError) as caught:
        read(STATE_AGENCY)
    assert caught.value.rule == "bad_sidecar"
    assert caught.value.path.endswith("a-plan.json")
    assert caught.value.place == place
    assert caught.value.reason


@pytest.mark.parametrize(
    ("text", "day", "precision", "warnings"),
    [
        ("Plan\n\nThe ministers met.\n\nPublicado: 26/9/2022", date(2022, 9, 26), "day", ()),
        ("Plan\n\nThe ministers met.\n\nPublicado: 6/9/2022", date(2022, 9, 6), "day", ()),
        ("Plan\n\nThe ministers met.\n\nPublished: 6/9/2022", date(2022, 6, 9), "day", ()),
        ("Plan\n\nThe ministers met.\n\nDate: 26/9/2022", date(2022, 9, 26), "day", ()),
        ("Plan\n\nThe ministers met.\n\nDate: 6/9/2022", date(2022, 1, 1), "year", ("ambiguous_publication_date",)),
        ("Plan\n\n6/9/2022\n\nThe ministers met.", date(2022, 1, 1), "year", ("ambiguous_publication_date",)),
        ("Plan\n\n9:00 | Lima, Sept. 6.\n\nThe ministers met.\n\nDate: 6/9/2022", date(2022, 9, 6), "day", ()),
        ("Plan\n\nLIMA, 12 Mar 1990 (EFE) -- The ministers met.", date(1990, 3, 12), "day", ()),
        ("Plan\n\nLIMA, 12 MAR 90 (EFE) -- The ministers met.", date(1990, 3, 12), "day", ()),
        ("Plan\n\nThe ministers met.\n\nUpdated: 6/9/2022\n\nPublished: 6/8/2022", date(2022, 6, 8), "day", ()),
    ],
)
def test_publication_date(read: Read, text: str, day: date, precision: str, warnings: tuple[str, ...]) -> None:
    article = read(text)
    assert article.published is not None
    assert (article.published.day, article.published.precision) == (day, precision)
    assert article.warnings == warnings


@pytest.mark.parametrize(
    "text",
    [
        "Plan\n\nThe ministers met on May 5, 2019.",
        "Plan\n\nLIMA, March 12 (EFE) -- The ministers met.",
        "Plan\n\nThe ministers met.\n\nPublished: 30/30/2022",
        "Plan\n\nThe ministers met.\n\nUpdated: 6/9/2022",
    ],
)
def test_no_publication_date(read: Read, text: str) -> None:
    article = read(text)
    assert article.published is None
    assert article.warnings == ("no_publication_date",)


def test_no_title(read: Read) -> None:
    article = read("The ministers met.\n\nThey will go.\n\nPublished: May 3, 2024")
    assert article.title is None
    assert article.warnings == ("no_title",)


def test_file_name_that_is_not_unicode(tmp_path: Path) -> None:
    path = tmp_path / b"plan-\xff.txt".decode("utf-8", "surrogateescape")
    try:
        path.write_text(STATE_AGENCY)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such names")
    assert read_article(path).article_id == "plan-\\xff"
