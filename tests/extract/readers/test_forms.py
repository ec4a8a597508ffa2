"""Each form of input file: the articles, their fields and where these come from; the examples of the project too."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from extract.readers import Limits, Progress, Reading, column_names, is_document, read_documents, sniff
from schemas.article import ArticleMetadata
from schemas.errors import ReadError

EXAMPLES = Path(__file__).parents[3] / "examples" / "forms"
BODY = "The ministers of Peru and Chile signed the plan on Wednesday. " * 4
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Ministers sign plan | Sierra</title>
<meta property="og:site_name" content="Sierra News">
<meta property="article:published_time" content="2025-03-04T23:00:00-05:00">
<link rel="canonical" href="https://www.sierra.example/plan/?utm_source=x"></head>
<body><nav>Home Sport World</nav><article><h1>Ministers sign plan</h1><p>{BODY}</p><p>{BODY}</p></article>
</body></html>"""

Read = Callable[..., list[Reading | ReadError]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write_and_read(content: bytes | str, name: str = "any.file", **options: object) -> list[Reading | ReadError]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_documents(path, **{"metadata": {}, **options}))  # type: ignore[arg-type]

    return write_and_read


def only(outcomes: list[Reading | ReadError]) -> Reading:
    (outcome,) = outcomes
    assert isinstance(outcome, Reading), outcome
    return outcome


def kinds(reading: Reading) -> list[tuple[str, str]]:
    article = reading.article
    return [(p.kind, article.text[p.start : p.end]) for p in article.paragraphs]


def brief(outcomes: list[Reading | ReadError]) -> list[str]:
    return [outcome.article.title or "-" if isinstance(outcome, Reading) else outcome.rule for outcome in outcomes]


@pytest.mark.parametrize(
    ("name", "form", "found"),
    [
        ("wire.txt", "text", ["Peru and Chile agree on joint border patrols"]),
        ("page.html", "html", ["Peru and Bolivia reopen the lake crossing"]),
        (
            "feed.rss",
            "feed",
            ["Chile sends rescue ship to stranded crew", "Ministers postpone talks on fishing quotas", "no_body"],
        ),
        ("feed.atom", "feed", ["Minister opens the northern railway"]),
        ("feed.json", "feed", ["Teachers end their strike in Cusco", "Court orders arrest of former governor"]),
        ("articles.jsonl", "jsonl", ["Peru expels two diplomats", "no_body", "Brazil offers to mediate", "bad_row"]),
        ("articles.json", "json", ["Paraguay signs power agreement with Argentina"]),
        ("articles.csv", "csv", ["Ministros firman el acuerdo del lago", "Police free hostages in the valley"]),
        ("articles.parquet", "parquet", ["Uruguay recalls its ambassador"]),
        ("letter.eml", "email", ["Peru condemns the attack on the embassy"]),
        ("archive.warc.gz", "gzip", ["Peru and Bolivia reopen the lake crossing"]),
        ("articles.jsonl.gz", "gzip", ["Peru expels two diplomats", "no_body", "Brazil offers to mediate", "bad_row"]),
        (
            "articles.zip",
            "zip",
            ["Peru and Bolivia reopen the lake crossing", "Peru and Chile agree on joint border patrols"],
        ),
    ],
)
def test_examples(name: str, form: str, found: list[str]) -> None:
    assert sniff(EXAMPLES / name) == form
    assert is_document(EXAMPLES / name) is (name != "pack.py")
    assert brief(list(read_documents(EXAMPLES / name, metadata={}))) == found


def test_example_pdf() -> None:
    pytest.importorskip("pypdf")
    reading = only(list(read_documents(EXAMPLES / "statement.pdf", metadata={})))
    assert reading.article.title == "Ministers agree on flood relief"
    assert len(reading.article.spans("body")) == 2


def test_page(read: Read) -> None:
    article, provenance = only(read(PAGE))
    assert article.form == "html"
    assert article.title == "Ministers sign plan"
    assert article.publisher == "Sierra News"
    assert article.url == "https://www.sierra.example/plan/"
    assert article.published is not None
    assert (str(article.published.day), article.published.source) == ("2025-03-04", "page")
    assert (article.language, article.warnings) == ("en", ())
    assert "Sport" not in article.text
    assert provenance.identity == "url"
    assert provenance.sources.title == provenance.sources.publisher == provenance.sources.url == "page"
    assert (provenance.item, provenance.containers) == (None, ())


def test_the_same_address_gives_the_same_id(read: Read) -> None:
    ids = {
        only(read(PAGE.replace("https://www.sierra.example/plan/?utm_source=x", url))).article.article_id
        for url in ("http://sierra.example/plan", "https://www.sierra.example/plan/#top", "https://sierra.example/plan?fbclid=1")
    }  # fmt: skip
    assert len(ids) == 1
    assert ids.pop().startswith("sierra.example-")


def test_the_front_page_is_nobodys_address(read: Read) -> None:
    one = only(read(PAGE.replace("https://www.sierra.example/plan/?utm_source=x", "https://sierra.example/")))
    assert one.provenance.identity == "content"


def test_a_page_without_metadata_is_read_by_its_text(read: Read) -> None:
    page = f"<html><body><p>Sierra, Lima</p><p>{BODY}</p><p>Published: 12/10/2025</p></body></html>"
    article = only(read(page)).article
    assert article.published is not None
    assert (str(article.published.day), article.published.source) == ("2025-12-10", "text")


@pytest.mark.parametrize(("language", "day", "precision"), [("es", "2025-09-03", "day"), ("en", "2025-01-01", "year")])
def test_the_order_of_day_and_month_follows_the_language(read: Read, language: str, day: str, precision: str) -> None:
    row = {"title": "Plan", "text": BODY, "date": "3/9/2025", "lang": language}
    article = only(read(json.dumps(row))).article
    assert article.published is not None
    assert (str(article.published.day), article.published.precision) == (day, precision)
    assert ("ambiguous_publication_date" in article.warnings) is (precision == "year")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_pages(read: Read, encoding: str) -> None:
    page = PAGE.replace("ministers", "señores")
    assert "señores" in only(read(page.encode(encoding))).article.text


def test_declared_encoding(read: Read) -> None:
    page = (
        '<html><head><meta charset="gb2312"></head><body><p>'
        + "秘鲁和智利的部长星期三签署了计划。" * 20
        + "</p></body></html>"
    )
    article = only(read(page.encode("gb2312"))).article
    assert "智利" in article.text
    assert article.language == "zh"


def test_a_text_all_of_headings_is_a_text(read: Read) -> None:
    row = {"title": "Plan signed", "content": f"<h2>{BODY}</h2><h3>They met.</h3>"}
    assert only(read(json.dumps(row))).article.spans("body")


def test_feed_items_keep_their_bytes(read: Read) -> None:
    data = (EXAMPLES / "feed.rss").read_bytes()
    first, second, _ = read(data)
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert (first.article.warnings, second.article.warnings) == ((), ("summary_only",))
    assert data[first.provenance.byte_start : first.provenance.byte_end].startswith(b"<item>\n      <title>Chile")
    assert (first.provenance.item, first.article.publisher) == ("item 1", "Coast Gazette")
    assert first.article.published is not None
    assert str(first.article.published.day) == "2025-11-04"


def test_atom_items_without_publication_date_take_the_last_change(read: Read) -> None:
    article = only(read((EXAMPLES / "feed.atom").read_bytes())).article
    assert article.warnings == ("inferred_publication_date",)


def test_lines_keep_their_bytes(read: Read) -> None:
    data = (EXAMPLES / "articles.jsonl").read_bytes()
    third = read(data)[2]
    assert isinstance(third, Reading)
    row = json.loads(data[third.provenance.byte_start : third.provenance.byte_end])
    assert row["headline"] == third.article.title
    assert third.provenance.item == "line 3"


def test_rows_of_a_table_keep_their_bytes(read: Read) -> None:
    data = (EXAMPLES / "articles.csv").read_bytes()
    first, second = read(data)
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert data[first.provenance.byte_start : first.provenance.byte_end].startswith(b'"Ministros firman')
    assert (first.provenance.item, second.provenance.item) == ("line 2", "line 5")
    assert first.article.language == "es"


def test_own_columns(read: Read) -> None:
    row = {"id": "s-1", "kop": "Ministers sign plan", "tekst": BODY, "bron": {"naam": "Sierra"}}
    columns = column_names({"text": "tekst", "title": "kop", "publisher": "bron.naam", "article_id": "id"})
    reading = only(read(json.dumps(row), columns=columns))
    assert (reading.article.article_id, reading.article.publisher) == ("s-1", "Sierra")
    assert reading.provenance.identity == "stated"
    assert isinstance(read(json.dumps(row))[0], ReadError)


def test_unknown_field_in_the_column_mapping() -> None:
    with pytest.raises(ValueError, match="no such field: headline"):
        column_names({"headline": "kop"})


def test_html_in_cells(read: Read) -> None:
    content = f"<p>{BODY}</p><script>x()</script><p>They met.<br>Twice.</p>"
    rows = [{"title": "A &amp; B sign", "content": content}, {"html": PAGE}]
    first, second = read(json.dumps(rows))
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert first.article.title == "A & B sign"
    assert [text for kind, text in kinds(first) if kind == "body"][1:] == ["They met.", "Twice."]
    assert second.article.url == "https://www.sierra.example/plan/"


def test_summaries_in_dumps(read: Read) -> None:
    assert (
        only(read(json.dumps({"title": "Plan", "description": BODY, "text": ""}))).article.warnings[0] == "summary_only"
    )


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    query = "COPY (SELECT $t || i AS text, 'T' || i AS title FROM range(450) r(i)) TO $p (FORMAT parquet)"
    duckdb.connect().execute(query, {"t": BODY, "p": str(path)})
    outcomes = list(read_documents(path, metadata={}))
    assert len(outcomes) == 450
    assert all(isinstance(outcome, Reading) for outcome in outcomes)
    packed = tmp_path / "a.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert len(list(read_documents(packed, metadata={}))) == 450


def test_letter(read: Read) -> None:
    article, provenance = only(read((EXAMPLES / "letter.eml").read_bytes()))
    assert (article.form, article.publisher) == ("email", "Ministry of Foreign Affairs")
    assert article.url == "https://foreign.example/releases/2025/77"
    assert len(article.spans("body")) == 2
    assert "Unsubscribe" not in article.text
    assert "–" in article.text
    assert provenance.sources.publisher == "file"


def test_letter_with_only_a_page(read: Read) -> None:
    head = "From: a@b.example\nSubject: =?utf-8?q?Plan_se=C3=B1alado?=\nMIME-Version: 1.0\n"
    page = f"<html><body><table><tr><td><p>{BODY}</p></td></tr></table></body></html>"
    letter = f"{head}Content-Type: text/html; charset=utf-8\n\n{page}"
    article = only(read(letter)).article
    assert (article.title, article.publisher) == ("Plan señalado", "b.example")
    assert article.spans("body")[0].text == BODY.strip()


def record(url: str, body: str, *, status: str = "200 OK", media: str = "text/html") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n{body}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-01-01T00:00:00Z\r\n"
    head += "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def bare_page(number: int) -> str:
    return f"<html><body><h1>Plan number {number}</h1><p>{BODY} {number}</p></body></html>"


def test_web_archive(read: Read) -> None:
    records = [
        record("https://sierra.example/one", bare_page(1)),
        record("https://sierra.example/logo.png", "PNG", media="image/png"),
        record("https://sierra.example/gone", bare_page(2), status="404 Not Found"),
        record("https://sierra.example/three", bare_page(3)),
    ]
    first, gone, third = read(b"".join(records))
    assert isinstance(first, Reading)
    assert isinstance(third, Reading)
    assert isinstance(gone, ReadError)
    assert (gone.rule, gone.place) == ("http_status", "record 3")
    assert first.article.url == "https://sierra.example/one"
    assert (first.provenance.byte_start, first.provenance.byte_end) == (0, len(records[0]))
    assert (third.provenance.byte_end, third.provenance.item) == (sum(map(len, records)), "record 4")
    assert (third.article.form, third.provenance.containers) == ("html", ("warc",))


def test_records_of_a_web_archive_have_the_limits_of_their_form(read: Read) -> None:
    items = "".join(f"<item><title>Plan {n}</title><description>{BODY} {n}</description></item>" for n in range(30))
    feed = f"<rss version='2.0'><channel><title>Sierra</title>{items}</channel></rss>"
    data = record("https://sierra.example/feed", feed, media="application/rss+xml")
    small = {"html_bytes": 1000, "text_bytes": 1000}
    found = read(data, limits=Limits(**small))
    assert [isinstance(outcome, Reading) for outcome in found] == [True] * 30
    assert brief(read(data, limits=Limits(**small, feed_bytes=2000))) == ["too_large"]


@pytest.mark.parametrize("cut", [3, 40, 300])
def test_a_cut_web_archive_says_how_much_was_read(read: Read, cut: int) -> None:
    data = record("https://sierra.example/one", bare_page(1)) + record("https://sierra.example/two", bare_page(2))
    outcomes = read(data[:-cut])
    error = outcomes[-1]
    assert isinstance(error, ReadError)
    assert (error.rule, error.place) == ("truncated", "file")
    assert "records read" in error.reason
    assert isinstance(outcomes[0], Reading)
    assert "truncated" not in outcomes[0].article.warnings
    for outcome in outcomes[1:-1]:
        if isinstance(outcome, Reading):
            assert "truncated" in outcome.article.warnings
        else:
            assert (outcome.rule, outcome.place) == ("no_body", "record 2")


def test_cut_gzip(read: Read) -> None:
    lines = "".join(json.dumps({"title": f"Plan {n}", "text": f"{BODY} {n * 7919}"}) + "\n" for n in range(500))
    outcomes = read(gzip.compress(lines.encode())[:-200])
    assert sum(isinstance(outcome, Reading) for outcome in outcomes) > 100
    error = outcomes[-1]
    assert isinstance(error, ReadError)
    assert error.rule == "truncated"
    assert "articles read" in error.reason


def test_cut_page_in_gzip_is_marked(read: Read) -> None:
    first, error = read(gzip.compress(PAGE.encode(), compresslevel=0)[:-60])
    assert isinstance(first, Reading)
    assert "truncated" in first.article.warnings
    assert isinstance(error, ReadError)


def test_archive_in_an_archive(read: Read) -> None:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w:gz") as tar:
        info = tarfile.TarInfo("pages/a.html")
        info.size = len(PAGE.encode())
        tar.addfile(info, io.BytesIO(PAGE.encode()))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("in.tar.gz", inner.getvalue())
    reading = only(read(outer.getvalue()))
    assert reading.provenance.item == "member in.tar.gz, member pages/a.html"
    assert reading.provenance.containers == ("zip", "gzip", "tar")


def test_metadata_comes_before_what_the_item_states(read: Read) -> None:
    row = ArticleMetadata(published="2024-05", publisher="Known Press", title="Known title")
    article, provenance = only(read(PAGE, "any.html", metadata={"any": row}))
    assert (article.title, article.publisher) == ("Known title", "Known Press")
    assert article.published is not None
    assert (article.published.precision, article.published.source) == ("month", "metadata")
    assert provenance.sources.title == "metadata"
    by_id = read(PAGE, "other.html", metadata={article.article_id: row})
    assert only(by_id).article.publisher == "Known Press"


def test_sidecar_of_a_page(read: Read, tmp_path: Path) -> None:
    (tmp_path / "any.json").write_text(json.dumps({"publisher": "Side Press", "url": "https://side.example/a"}))
    article, provenance = only(read(PAGE, "any.html"))
    assert (article.publisher, article.url) == ("Side Press", "https://side.example/a")
    assert provenance.sources.publisher == "sidecar"
    assert not is_document(tmp_path / "any.json")


def test_repeated_items_are_told(read: Read) -> None:
    row = json.dumps({"url": "https://sierra.example/one", "text": BODY})
    newer = json.dumps({"url": "https://sierra.example/one", "text": BODY + " Update."})
    first, again, second = read("\n".join([row, row, newer]))
    assert isinstance(again, ReadError)
    assert (again.rule, again.place) == ("duplicate", "line 2")
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert first.article.article_id == second.article.article_id


def test_plain_text_keeps_its_file_name_as_id(read: Read) -> None:
    text = (
        "Ministros firman el plan\n\n" + "Los ministros de Perú y Chile firmaron el plan este miércoles en Lima. " * 4
    )
    reading = only(read(text, "un-plan.txt"))
    assert (reading.article.article_id, reading.provenance.identity) == ("un-plan", "file")
    assert (reading.article.language, reading.provenance.sources.language) == ("es", "text")


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"abc\0def", "binary"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "office"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", "sitemap"),
        (b"<?xml version='1.0'?><invoice/>", "xml"),
        (b"BZh91AY", "other_archive"),
        (b"[Photo: Sierra] The ministers met.", "text"),
        (b"{braces} in a text", "text"),
        (b"From: Lima to Quito\nthe road is closed.", "text"),
        (b"Published: 12/10/2025\nTitle: x\n\nText.", "text"),
        (b"Ministers, police, miners and teachers met\nText, too.", "text"),
        (b'[{"text": "a"}]', "json"),
        (b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        (b"\n  <!-- x --><rss version='2.0'/>", "feed"),
        (b"<div>a</div>", "html"),
        (b"%PDF-1.4", "pdf"),
        (b"title|text\na|b", "csv"),
    ],
)
def test_sniffing(data: bytes, form: str) -> None:
    assert sniff(data) == form


@pytest.mark.parametrize(
    "name", [".a.html", "a.html~", "a.html.part", "a.png", "a.docx", "__MACOSX/a.html", "b/.c/a.txt"]
)
def test_not_documents(tmp_path: Path, name: str) -> None:
    from extract.readers.candidates import is_document_name

    assert not is_document_name(name)


@pytest.mark.parametrize("name", ["feed.rss", "feed.json"])
def test_items_above_the_limit_are_told(name: str, read: Read) -> None:
    *articles, error = read((EXAMPLES / name).read_bytes(), limits=Limits(items=1))
    assert len(articles) == 1
    assert isinstance(error, ReadError)
    assert (error.rule, error.place) == ("too_many_items", "file")


def test_pages_above_the_limit_are_told(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.append(EXAMPLES / "statement.pdf")
    path = tmp_path / "long.pdf"
    writer.write(path)
    pages = len(writer.pages)
    for most, warned in ((pages, False), (pages - 1, True)):
        article = only(list(read_documents(path, metadata={}, limits=Limits(pdf_pages=most)))).article
        assert ("truncated" in article.warnings) == warned


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_texts_of_any_usual_encoding(encoding: str, read: Read) -> None:
    text = f"Perú y Chile firman el plan\n\n{BODY}"
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert only(read(f"{mark}{text}".encode(encoding), "wire.txt")).article.title == "Perú y Chile firman el plan"


def test_marks_don_t_make_text_of_other_data(read: Read) -> None:
    assert brief(read(b"\xff\xfe" + b"\x01\x00a\x00" * 100, "noise.txt")) == ["binary"]
    assert brief(read(b"\xff\xfe\x00\xd8x", "half.txt")) == ["undecodable"]


def test_everything_told_of_a_file_has_its_own_place(tmp_path: Path) -> None:
    """Members of one name, an archive that is cut in its last member, a packed page that is cut."""
    path = tmp_path / "twice.tar"
    with tarfile.open(path, "w") as file:
        for name in ("articles.jsonl", "page.html", "articles.jsonl", "page.html"):
            file.add(EXAMPLES / name, "in/" + name)
    outcomes = list(read_documents(path, metadata={}))
    places = [place_of(outcome) for outcome in outcomes]
    assert len(set(places)) == len(places) > 4
    assert {"member in/page.html", "member in/page.html (2)", "member in/articles.jsonl (2), line 1"} <= set(places)
    for data in (gzip.compress(PAGE.encode())[:-12], gzip.compress((EXAMPLES / "articles.jsonl").read_bytes())[:200]):
        path.write_bytes(data)
        places = [place_of(outcome) or "file" for outcome in read_documents(path, metadata={})]
        assert len(set(places)) == len(places) > 1


class Noted(Progress):
    """Every place that was at work, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[str] = []

    def at(self, place: str | None) -> None:
        super().at(place)
        if place is not None and place not in self.places:
            self.places.append(place)


def place_of(outcome: Reading | ReadError) -> str | None:
    return outcome.place if isinstance(outcome, ReadError) else outcome.provenance.item


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """All examples in one archive, each of another text, and a packed archive beside them."""
    path = tmp_path / "all.tar"
    with tarfile.open(path, "w") as file:
        for example in sorted(EXAMPLES.iterdir()):
            if example.suffix != ".py":
                file.add(example, f"in/{example.name}")
    return path


def test_reading_begins_behind_any_place_where_it_was(archive: Path) -> None:
    noted = Noted()
    whole = list(read_documents(archive, metadata={}, progress=noted))
    places = [place_of(outcome) for outcome in whole]
    assert len(noted.places) > len(places) > 20
    for after in noted.places:
        inside = [n for n, place in enumerate(places) if place == after or str(place).startswith(f"{after}, ")]
        rest = [place_of(outcome) for outcome in read_documents(archive, metadata={}, after=after)]
        assert rest == places[max(inside) + 1 :], after


def test_repeats_are_told_across_two_readings(tmp_path: Path) -> None:
    rows = [{"title": f"Plan {number % 3}", "text": f"{BODY} {number % 3}"} for number in range(6)]
    path = tmp_path / "dump.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    progress = Progress()
    outcomes = read_documents(path, metadata={}, progress=progress)
    assert [place_of(next(outcomes)) for _ in range(2)] == ["line 1", "line 2"]
    assert progress.place == "line 2"
    rest = list(read_documents(path, metadata={}, progress=progress, after="line 3"))
    assert brief(rest) == ["duplicate", "duplicate", "Plan 2"]
