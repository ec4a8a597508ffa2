"""Which form a file has, by its first bytes."""

import codecs
import csv
import re
from pathlib import Path
from typing import Literal

from extract.readers.columns import ColumnNames, text_column
from extract.readers.files import CONTROL_CHARACTERS, MAX_CONTROL_SHARE

Form = Literal[
    "text", "html", "feed", "sitemap", "xml", "jsonl", "json", "csv", "parquet", "warc", "email", "pdf",
    "gzip", "zip", "tar", "office", "other_archive", "binary", "empty",
]  # fmt: skip

HEAD = 64 * 1024
TAR_MAGIC = 257
MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
    (b"WARC/", "warc"),
    (b"BZh", "other_archive"),
    (b"\xfd7zXZ\x00", "other_archive"),
    (b"\x28\xb5\x2f\xfd", "other_archive"),
    (b"7z\xbc\xaf\x27\x1c", "other_archive"),
    (b"Rar!", "other_archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"SQLite format 3\x00", "binary"),
    (b"\x89PNG", "binary"),
    (b"\xff\xd8\xff", "binary"),
    (b"GIF8", "binary"),
)
# Office files are zip archives whose first member says so.
OFFICE = re.compile(rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|mimetype)", re.DOTALL)
FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
SITEMAP_ROOTS = frozenset({"urlset", "sitemapindex"})
HTML_TAGS = frozenset({
    "html", "head", "body", "title", "meta", "link", "script", "style", "div", "p", "h1", "h2", "h3",
    "article", "main", "section", "header", "nav", "span", "table", "ul", "a", "b", "i", "br", "center",
    "font", "img", "noscript", "form",
})  # fmt: skip
PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^>\[]++|\[[^\]]*+\])*+>)", re.DOTALL | re.IGNORECASE)
ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
HTML_DOCTYPE = re.compile(r"\s*<!DOCTYPE\s+html", re.IGNORECASE)
HTML_INSIDE = re.compile(r"<(?:html|body|!doctype html)\b", re.IGNORECASE)
# Some servers wrap their feed into a page.
FEED_INSIDE = re.compile(r"<(?:feed\b[^>]*www\.w3\.org/2005/Atom|rss\s+version=)")
JSON_START = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*(?:\{|\]|\[\s*\{))")
JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
JSON_LINES = re.compile(r"\s*\{.*\}[ \t]*\r?\n[ \t]*\{")
HEADER_LINE = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]?(.*)")
SURE_HEADERS = frozenset({"message-id", "mime-version", "received", "return-path", "delivered-to"})
DELIMITERS = ",;\t|"


def sniff(source: Path | bytes, *, columns: ColumnNames | None = None) -> Form:
    """The form of a file (its first bytes are read), or of the first bytes given.

    `columns` are the names of columns to know a CSV file by; without them the usual names. Raises `OSError` where a
    file can't be opened.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            source = file.read(HEAD)
    for magic, form in MAGIC:
        if source.startswith(magic):
            return "office" if form == "zip" and OFFICE.match(source) else form
    if source[TAR_MAGIC : TAR_MAGIC + 5] == b"ustar":
        return "tar"
    if b"%PDF-" in source[:1024]:
        return "pdf"
    text = _text(source[:HEAD])
    return "binary" if text is None else _sniff_text(text, columns)


def _text(data: bytes) -> str | None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    if b"\0" in data or len(CONTROL_CHARACTERS.findall(data)) > MAX_CONTROL_SHARE * len(data):
        return None
    return data.decode("utf-8-sig", "replace")


def _sniff_text(text: str, columns: ColumnNames | None) -> Form:
    if not text.strip():
        return "empty"
    if JSON_START.match(text):
        return _json_form(text)
    stripped = text.lstrip()
    if stripped.startswith("<"):
        return _markup_form(stripped)
    if _is_email(stripped):
        return "email"
    if delimiter(text, columns=columns) is not None:
        return "csv"
    return "html" if HTML_INSIDE.search(text[:4096]) else "text"


def _json_form(text: str) -> Form:
    if text.lstrip().startswith("{") and JSON_FEED.search(text[:4096]):
        return "feed"
    return "jsonl" if JSON_LINES.match(text) else "json"


def _markup_form(text: str) -> Form:
    position = 0
    while match := PROLOG.match(text, position):
        if HTML_DOCTYPE.match(match[0]):
            return "feed" if FEED_INSIDE.search(text[:4096]) else "html"
        position = match.end()
    root = ROOT.match(text, position)
    if root is None:
        return "html" if HTML_INSIDE.search(text) else "text"
    name = root[1].lower()
    if name in FEED_ROOTS:
        return "feed"
    if name in SITEMAP_ROOTS:
        return "sitemap"
    if name in HTML_TAGS or HTML_INSIDE.search(text):
        return "html"
    return "xml" if text.startswith("<?xml") else "text"


def _is_email(text: str) -> bool:
    """Headers of a letter: one that only mail programs write, or `From` with an address and a subject or date."""
    headers: dict[str, str] = {}
    for line in text.splitlines()[:60]:
        if not line.strip():
            break
        match = HEADER_LINE.match(line)
        if match is not None:
            headers.setdefault(match[1].lower(), match[2])
        elif not line.startswith((" ", "\t")):
            return False
    if len(headers) >= 2 and headers.keys() & SURE_HEADERS:
        return True
    return "@" in headers.get("from", "") and bool(headers.keys() & {"subject", "date"})


def delimiter(text: str, *, columns: ColumnNames | None = None) -> str | None:
    """What parts the cells of a CSV file with a column for the text of articles; None for anything else."""
    header = text.lstrip("\ufeff").split("\n", 1)[0].strip()
    if len(header) > 4096:
        return None
    for sign in sorted(DELIMITERS, key=header.count, reverse=True):
        if sign not in header:
            continue
        cells = _cells(header, sign)
        if cells and all(len(cell) <= 60 for cell in cells) and text_column(cells, columns=columns) is not None:
            return sign
    return None


def _cells(header: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=sign), [])
    except csv.Error:
        return []
