"""Which files are taken, and what metadata files may hold."""

import json
from datetime import date
from pathlib import Path

import pytest

from extract.readers import is_candidate, parse_published, read_metadata
from schemas.errors import ReadError


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a", "a.text", "a.b.txt", "a.art"])
def test_candidates(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert is_candidate(tmp_path / name)


@pytest.mark.parametrize(
    "name", [".hidden.txt", "a.txt~", "~$a.txt", "#a.txt#", "a.tmp", "a.txt.part", "a.json", "a.html", "a.PDF", "a.md"]
)
def test_not_candidates(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert not is_candidate(tmp_path / name)


def test_folders_are_not_candidates_but_broken_links_are(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    assert not is_candidate(tmp_path / "folder.txt")
    assert is_candidate(tmp_path / "link.txt")


def test_metadata(tmp_path: Path) -> None:
    path = tmp_path / "articles.json"
    rows = [
        {"article_id": "one", "published": "2024-05", "publisher": "Sierra", "language": "en", "source": "x"},
        {"article_id": "two", "published": None},
    ]
    path.write_text(json.dumps(rows), encoding="utf-8-sig")
    found = read_metadata(path)
    assert list(found) == ["one", "two"]
    assert (found["one"].published, found["one"].publisher) == ("2024-05", "Sierra")
    assert found["two"].published is None


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('{"article_id": "one"}', "file"),
        ('["one"]', "row 1"),
        ('[{"published": "2024"}]', "row 1, article_id"),
        ('[{"article_id": "one"}, {"article_id": "one"}]', "row 2, article_id"),
        ('[{"article_id": "one", "published": "2024-02-30"}]', "row 1, published"),
        ('[{"article_id": "one", "published": 2024}]', "row 1, published"),
        ('[{"article_id": "one"},]', "line 1, column 24"),
    ],
)
def test_bad_metadata(tmp_path: Path, content: str, place: str) -> None:
    path = tmp_path / "articles.json"
    path.write_text(content)
    with pytest.raises(ReadError) as caught:
        read_metadata(path)
    assert caught.value.rule == "bad_metadata"
    assert caught.value.path == str(path)
    assert caught.value.reason
    if not place.startswith("line"):
        assert caught.value.place == place


def test_bad_dates_of_metadata_are_told_with_what_would_do(tmp_path: Path) -> None:
    path = tmp_path / "articles.json"
    path.write_text('[{"article_id": "one", "published": "1988-1991"}]')
    with pytest.raises(ReadError, match="'1988-1991' is not a date like 2024-05-31, 2024-05 or 2024"):
        read_metadata(path)


def test_missing_metadata(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_metadata(tmp_path / "none.json")
    assert caught.value.rule == "not_found"


def test_parse_published() -> None:
    assert parse_published("2024-05-31") == (date(2024, 5, 31), "day")
    assert parse_published("2024-05") == (date(2024, 5, 1), "month")
    assert parse_published("2024") == (date(2024, 1, 1), "year")


@pytest.mark.parametrize(
    "value", ["", "24", "2024-5", "2024-13", "2024-02-30", "31-05-2024", "2024-05-31T00:00", "٢٠٢٤"]
)
def test_parse_published_refuses(value: str) -> None:
    with pytest.raises(ValueError, match=value or "is not a date"):
        parse_published(value)
