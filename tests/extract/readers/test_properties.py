"""Whatever the bytes: an article whose paragraphs cover its text, or a `ReadError`."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.readers import read_article, read_metadata
from extract.readers.paragraphs import split_paragraphs
from schemas.article import Article
from schemas.errors import ReadError

PIECES = (
    "Andina",
    "Ministers sign plan",
    "Ministers Sign Border Plan Today. The ministers met.",
    "Photo: Ana Rojas",
    "16:00 | Lima, Dec. 10.",
    "Lima, December 20 (EFE). – The ministers met.",
    "Doha, Qatar - The ministers met.",
    "The ministers met on Monday and they will meet again in the city of",
    "the north. EFE",
    "(END) NDP/RMC",
    "abc/de",
    "Published: 6/9/2022",
    "6/9/2022",
    "More:",
    "“",
    "\u2028",
    "\x1f",
    "-",
    "EFE",
)
pages = st.lists(
    st.tuples(st.one_of(st.sampled_from(PIECES), st.text(max_size=90)), st.sampled_from(["\n", "\n\n", "\r\n", " "])),
    max_size=12,
).map(lambda parts: "".join(text + end for text, end in parts))
relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def check(article: Article) -> None:
    covered = [0] * len(article.text)
    for paragraph in article.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        assert text == text.strip()
        assert text
        for position in range(paragraph.start, paragraph.end):
            covered[position] += 1
    assert max(covered) == 1
    assert all(count == 1 for count, character in zip(covered, article.text, strict=True) if not character.isspace())
    assert any(paragraph.kind == "body" for paragraph in article.paragraphs)
    if article.dateline is not None:
        assert article.text[article.dateline.start : article.dateline.end].replace("\n", " ") == article.dateline.text


def read(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        article = read_article(path)
    except ReadError as error:
        if error.rule not in {"empty", "binary", "undecodable", "no_body"}:
            raise
    else:
        check(article)


@relaxed
@given(data=st.binary(max_size=400))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    read(tmp_path / "any.txt", data)


@relaxed
@given(page=pages, encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
def test_any_page(tmp_path: Path, page: str, encoding: str) -> None:
    read(tmp_path / "page.txt", page.encode(encoding, "replace"))


@relaxed
@given(data=st.one_of(st.binary(max_size=200), st.text(alphabet='[]{}",:0123456789-eadilpsubh_tcrn ').map(str.encode)))
def test_any_metadata(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "articles.json"
    path.write_bytes(data)
    try:
        read_metadata(path)
    except ReadError as error:
        if error.rule != "bad_metadata":
            raise


@given(text=pages)
def test_paragraphs_without_special_lines(text: str) -> None:
    spans = split_paragraphs(text, opens=lambda _: False, stands_alone=lambda _: False)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    outside = text
    for start, end in reversed(spans):
        outside = outside[:start] + outside[end:]
    assert not outside.strip()


@pytest.mark.parametrize("size", [200_000])
@pytest.mark.timeout(60)
def test_huge_pages_take_no_time(tmp_path: Path, size: int) -> None:
    for number, piece in enumerate(
        ("a", "A ", "A\n", "A-", "Ab. ", "LIMA, ", "(", "1/", "Photo: x\n", " \n", "“", "A/")
    ):
        read(tmp_path / f"{number}.txt", (piece * (size // len(piece))).encode())
