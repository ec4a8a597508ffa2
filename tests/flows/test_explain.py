"""`chasqui explain`: terminal, page and JSON; text from outside must not steer terminal or page."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flows import cli
from flows.explaining.files import SLOTS, pieces

ROOT = Path(__file__).parents[2]
INBOX = ROOT / "examples/inbox"
FORMS = ROOT / "examples/forms"
SAMPLE = INBOX / "storm-hit-honduras-receives-aid.txt"
HOSTILE = """Peru <script>alert(1)</script> signs accord with Chile

Lima, Oct. 6. Peru signed the "><img src=x onerror=alert(2)> {{ 7 * 7 }} accord with Chile on Monday, \x1b[31mred\x1b[0m
&lt;b&gt; officials said. Bolivia \u202ecriticised\u202c Peru's <a href="javascript:alert(3)">decision</a>.

Published: 10/6/2025
"""


class Page(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE, encoding="utf-8")
    return path


def test_the_terminal_shows_rules_rows_and_paths(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(SAMPLE)]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"lexicons/triggers\.csv:\d+", shown)
    assert "↓nsubj" in shown
    assert "a reporting verb" in shown
    assert re.search(r"raised by \d", shown)


def test_the_page_stands_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.html"
    assert cli.main(["explain", str(SAMPLE), "--html", str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    page = Page(out.read_text(encoding="utf-8"))
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(page.tags)
    assert not {"src", "href", "style", "onclick", "onerror"} & {name for name, _ in page.attributes}
    assert "default-src 'none'; style-src 'unsafe-inline'" in {value for _, value in page.attributes}
    assert set(SLOTS) <= {value for name, value in page.attributes if name == "class"}
    assert [path.name for path in tmp_path.iterdir()] == ["out.html"]


def test_hostile_text_stays_text_on_the_page(hostile: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    assert cli.main(["explain", str(hostile), "--html", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    page = Page(text)
    assert not {"script", "img", "a"} & set(page.tags)
    assert "onerror" not in {name for name, _ in page.attributes}
    assert "&lt;script&gt;" in text
    assert "{{ 7 * 7 }}" in text
    assert not re.search("[\x1b\u202e]", text)


def test_hostile_text_does_not_steer_the_terminal(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(hostile)]) == 0
    shown = capsys.readouterr().out
    assert "<script>" in shown
    assert not re.search("[\x1b\u202e]", shown)


def test_json_has_an_object_for_each_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "--json", str(FORMS / "articles.jsonl")]) == 1
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 2, "two of its lines can't be read"
    rows = [json.loads(line) for line in shown.out.splitlines()]
    assert len(rows) > 1
    events = [event for row in rows for sentence in row["sentences"] for event in sentence["events"]]
    assert events
    assert all(slot["reasons"] for event in events for slot in event["slots"])


def test_a_bad_file_is_one_line_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\0\1\2\3")
    out = tmp_path / "out.html"
    assert cli.main(["explain", str(bad), "--html", str(out)]) == 3
    assert not out.exists()
    assert capsys.readouterr().err.count("\n") == 1
    assert cli.main(["explain", str(bad), str(SAMPLE), "--html", str(out)]) == 1
    assert out.exists()


def test_wrong_usage_and_unwritable_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", str(SAMPLE), "--json", "--html", "x.html"]) == 2
    assert cli.main(["explain", str(SAMPLE), "--html", str(tmp_path / "none" / "x.html")]) == 3
    assert capsys.readouterr().err.count("\n") == 2
    assert list(tmp_path.iterdir()) == []


class Slot:
    def __init__(self, name: str, *spans: tuple[int, int]) -> None:
        self.name = name
        self.spans = spans


class Event:
    def __init__(self, *slots: Slot) -> None:
        self.slots = slots


def test_pieces_give_back_the_sentence_and_the_shorter_words_show() -> None:
    event = Event(Slot("actors", (10, 16)), Slot("recipients", (13, 16)), Slot("trigger", (17, 20)), Slot("type"))
    found = pieces("abcdefghijk", 10, event)
    assert "".join(piece.text for piece in found) == "abcdefghijk"
    assert [(piece.text, piece.slot) for piece in found if piece.slot] == [
        ("abc", "actors"),
        ("def", "recipients"),
        ("hij", "trigger"),
    ]


def test_words_of_another_sentence_are_not_marked() -> None:
    event = Event(Slot("actors", (0, 4)), Slot("place", (15, 40)))
    assert [piece.slot for piece in pieces("abcdefghijk", 10, event)] == [""]
