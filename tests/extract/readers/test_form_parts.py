"""The parts of the readers of other forms: stated dates, addresses, ids, markup, encodings, columns, languages."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers.article_ids import clean_url, host, make_id, names_an_article
from extract.readers.columns import as_list, as_text, column_names, pick, text_column, usual_names
from extract.readers.decoding import decode_page
from extract.readers.languages import find_language, primary
from extract.readers.markup import blocks_of, clean, markup_blocks, plain_blocks
from extract.readers.stated_dates import date_in_url, order_in, read_moment, read_stated
from schemas.article import Article
from schemas.provenance import Provenance

SPANISH = "El presidente firmó este miércoles en Lima el acuerdo sobre la pesca con los países vecinos. " * 3
ENGLISH = "The president signed the agreement on fishing with the neighbouring countries in Lima on Wednesday. " * 3


@pytest.mark.parametrize(
    ("value", "day", "precision"),
    [
        ("2025-11-04T23:30:00-03:00", "2025-11-04", "day"),
        ("2025-11-04 23:30:00+00:00", "2025-11-04", "day"),
        ("2025/11/4", "2025-11-04", "day"),
        ("20251104T101500Z", "2025-11-04", "day"),
        ("2025-11", "2025-11-01", "month"),
        ("2025", "2025-01-01", "year"),
        ("Tue, 04 Nov 2025 23:30:00 -0300", "2025-11-04", "day"),
        ("4 Nov 2025", "2025-11-04", "day"),
        ("November 4, 2025 10:15 am", "2025-11-04", "day"),
        ("4 de noviembre de 2025", "2025-11-04", "day"),
        ("1762300000", "2025-11-04", "day"),
        ("1762300000000", "2025-11-04", "day"),
        (1762300000, "2025-11-04", "day"),
        (datetime(2025, 11, 4, 23, 30, tzinfo=UTC), "2025-11-04", "day"),
        (date(2025, 11, 4), "2025-11-04", "day"),
        ("25/11/2025", "2025-11-25", "day"),
        ("3/9/2025", "2025-01-01", "year"),
    ],
)
def test_stated_dates(value: object, day: str, precision: str) -> None:
    reading = read_stated(value)
    assert reading is not None
    assert (str(reading.day), reading.precision) == (day, precision)


@pytest.mark.parametrize(
    "value", [None, "", "today", "2025-02-30", "0001-01-01", "9999-12-31", True, "x" * 500, [], "١٢"]
)
def test_no_dates(value: object) -> None:
    assert read_stated(value) is None


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.datetimes()))
def test_any_value_as_date(value: object) -> None:
    reading = read_stated(value)
    assert reading is None or 1850 <= reading.day.year <= 2100


def test_order_of_numbers() -> None:
    assert (order_in("es-PE"), order_in("pt_BR"), order_in("en-GB"), order_in(None)) == (
        "dmy",
        "dmy",
        "unknown",
        "unknown",
    )
    reading = read_stated("3/9/2025", order="dmy")
    assert reading is not None
    assert reading.day == date(2025, 9, 3)


def test_dates_in_addresses() -> None:
    found = date_in_url("https://a.example/2025/03/04/plan")
    assert found is not None
    assert found.day == date(2025, 3, 4)
    assert date_in_url("https://a.example/2025/13/04/plan") is None
    assert date_in_url("https://a.example/news/2025/plan") is None


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://A.example/x?utm_source=f&id=3#top", "https://a.example/x?id=3"),
        (" http://a.example/x ", "http://a.example/x"),
        ("ftp://a.example/x", None),
        ("/x", None),
        ("http://localhost/x", None),
        ("javascript:alert(1)", None),
        ("http://[::1", None),
        ("https://a.example/" + "x" * 3000, None),
        (None, None),
    ],
)
def test_addresses(url: str | None, cleaned: str | None) -> None:
    assert clean_url(url) == cleaned


@given(st.text(max_size=60))
def test_any_text_as_address(text: str) -> None:
    for url in (text, f"http://{text}", f"https://a.example/{text}"):
        cleaned = clean_url(url)
        assert cleaned is None or cleaned.isprintable()


@pytest.mark.parametrize("url", ["https://a.example", "https://a.example/", "https://a.example/index.html"])
def test_front_pages(url: str) -> None:
    assert not names_an_article(url)
    assert names_an_article("https://a.example/?p=12")


def test_ids() -> None:
    common = {"stated": None, "url": None, "publisher": None, "dateline": None, "title": None, "text": "A text"}
    by_text = make_id(**common)  # type: ignore[arg-type]
    assert by_text == make_id(**{**common, "text": "a  text\n"})  # type: ignore[arg-type]
    by_agency = make_id(**{**common, "publisher": "EFE", "dateline": "Lima (EFE)", "title": "Plan"})  # type: ignore[arg-type]
    by_url = make_id(**{**common, "url": "https://www.a.example/x/"})  # type: ignore[arg-type]
    assert (by_text.identity, by_agency.identity, by_url.identity) == ("content", "dateline", "url")
    assert by_agency.article_id.startswith("efe-")
    assert host("https://www.a.example/x/") == "a.example"
    stated = make_id(**{**common, "stated": "s-1"})  # type: ignore[arg-type]
    odd = make_id(**{**common, "stated": "../s 1"})  # type: ignore[arg-type]
    assert (stated.article_id, odd.identity) == ("s-1", "stated")
    assert odd.article_id.startswith("id-")


def test_paragraphs_of_markup() -> None:
    blocks = markup_blocks(
        "Opening <b>words</b>.<p>One &amp; two.<p>Three<br>four<h2>Heading</h2><ul><li>five</li></ul>"
        "<script>no()</script><figure><figcaption>no</figcaption></figure><blockquote>six</blockquote>tail"
    )
    assert [block.text for block in blocks] == [
        "Opening words.", "One & two.", "Three", "four", "Heading", "five", "six", "tail",
    ]  # fmt: skip
    assert [block.text for block in blocks if block.kind == "subtitle"] == ["Heading"]


def test_text_that_only_looks_like_markup() -> None:
    assert [block.text for block in blocks_of("a < b and c > d\n\nPeru &amp; Chile")] == [
        "a < b and c > d",
        "Peru & Chile",
    ]


@given(st.text(max_size=300))
def test_any_text_as_markup(text: str) -> None:
    for block in (*blocks_of(text), *markup_blocks(text), *plain_blocks(text)):
        assert block.text.strip()
        assert clean(block.text) == block.text
        block.text.encode()


@given(
    st.binary(max_size=300), st.one_of(st.none(), st.sampled_from(["utf-7", "utf-16", "rot13", "idna", "x", "gb2312"]))
)
def test_any_bytes_as_page(data: bytes, charset: str | None) -> None:
    decode_page(data, charset=charset).text.encode("utf-8", "surrogatepass")


def test_decoding() -> None:
    assert decode_page("señal".encode("cp1252")).encoding == "cp1252"
    assert decode_page("señal".encode()).encoding == "utf-8"
    assert decode_page("сигнал".encode("koi8-r"), charset="koi8-r").text == "сигнал"
    nearly = decode_page("señal ".encode() * 1000 + b"\xff")
    assert (nearly.encoding, nearly.text[:5]) == ("utf-8", "señal")


def test_columns() -> None:
    names = usual_names()
    assert pick({"Published-At": "2025", "date": "2024"}, "published", names) == "2025"
    assert pick({"title": "", "headline": "Plan"}, "title", names) == "Plan"
    assert pick({"source": {"id": None, "name": "Sierra"}}, "publisher", names) == "Sierra"
    assert text_column(["id", "Full Text"]) == "Full Text"
    assert text_column(["id", "name"]) is None
    assert column_names({"text": "tekst"})["text"] == ("tekst",)


def test_cells() -> None:
    assert as_text({"rendered": " Plan "}) == "Plan"
    assert as_text(["One", {"name": "Two"}, None]) == "One\n\nTwo"
    assert as_text(True) is None
    assert as_list("Ana Rojas; Luis Paredes and Rosa Quispe") == ("Ana Rojas", "Luis Paredes", "Rosa Quispe")
    assert as_list([{"name": "Ana"}, "Luis"]) == ("Ana", "Luis")


def test_languages() -> None:
    assert find_language(SPANISH, declared="en", origin="page") == ("es", "text")
    assert find_language(ENGLISH, declared="en-US", origin="page") == ("en", "page")
    assert find_language("Plan", declared="es", origin="feed") == ("es", "feed")
    assert find_language("Plan", declared=None, origin="feed") == ("en", None)
    assert find_language(f"{ENGLISH}{SPANISH}", declared="en", origin="page").language == "en"
    assert [primary(tag) for tag in ("EN_us", "es", "x", "", None, "español")] == ["en", "es", None, None, None, None]


def test_provenance_states_both_ends_of_its_bytes() -> None:
    with pytest.raises(ValueError, match="stated together"):
        Provenance(article_id="a", sha256="0" * 64, identity="file", byte_start=1)
    with pytest.raises(ValueError, match="not in order"):
        Provenance(article_id="a", sha256="0" * 64, identity="file", byte_start=2, byte_end=1)
    assert "form" in Article.model_fields


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-03-05T17:20:00+02:00", "2026-03-05T15:20:00"),
        ("2026-03-05T17:20:31Z", "2026-03-05T17:20:31"),
        ("Thu, 05 Mar 2026 17:20:00 -0500", "2026-03-05T22:20:00"),
        ("2026-03-05", "2026-03-05"),
        ("5 March 2026", "2026-03-05"),
        ("2026-03", None),
        ("3/5/2026", None),
        ("lately", None),
        (None, None),
    ],
)
def test_moments_are_in_utc_and_never_guessed(value: str | None, moment: str | None) -> None:
    assert read_moment(value) == moment
