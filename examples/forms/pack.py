"""Make the packed examples of this folder from the plain ones: `python examples/forms/pack.py`."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
PARQUET = """
COPY (
    SELECT 'Uruguay recalls its ambassador' AS title,
        'Uruguay recalled its ambassador on Friday after the arrest of two reporters.' AS text,
        DATE '2025-08-15' AS published,
        'River Times' AS publisher,
        'https://rivertimes.example/ambassador' AS url
) TO $path (FORMAT parquet)
"""
RECORD = "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-11-20T00:00:00Z\r\n"
PDF_TEXT = (
    "Ministers agree on flood relief",
    "The ministers of Colombia and Ecuador agreed on Monday to send food to the flooded towns.",
    "Army engineers will repair the bridge over the San Juan river.",
)


def record(kind: str, url: str, media: str, body: bytes) -> bytes:
    """One record of a web archive, packed by itself."""
    number = f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(body):012}>\r\n"
    head = RECORD.format(kind=kind, url=url) + number + f"Content-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    return gzip.compress(head.encode() + body + b"\r\n\r\n", mtime=0)


def web_archive() -> bytes:
    """A request and the page that answers it."""
    url = "https://www.altiplanopost.example/2025/11/lake-crossing"
    page = (HERE / "page.html").read_bytes()
    answer = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n".encode()
    )
    asked = b"GET /2025/11/lake-crossing HTTP/1.1\r\nHost: www.altiplanopost.example\r\n\r\n"
    http = "application/http; msgtype="
    return record("request", url, http + "request", asked) + record("response", url, http + "response", answer + page)


def pdf() -> bytes:
    """A page with a few lines of text."""
    lines = "".join(f"({line}) Tj 0 -28 Td " for line in PDF_TEXT)
    text = f"BT /F1 10 Tf 50 780 Td {lines}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + tail


def main() -> None:
    """Write all packed examples."""
    (HERE / "archive.warc.gz").write_bytes(web_archive())
    (HERE / "statement.pdf").write_bytes(pdf())
    (HERE / "articles.jsonl.gz").write_bytes(gzip.compress((HERE / "articles.jsonl").read_bytes(), mtime=0))
    with zipfile.ZipFile(HERE / "articles.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("page.html", "wire.txt"):
            archive.writestr(zipfile.ZipInfo(f"november/{name}"), (HERE / name).read_bytes(), zipfile.ZIP_DEFLATED)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in ("feed.rss", "letter.eml"):
            info = tarfile.TarInfo(name)
            info.size = (HERE / name).stat().st_size
            archive.addfile(info, io.BytesIO((HERE / name).read_bytes()))
    (HERE / "articles.tar.gz").write_bytes(gzip.compress(packed.getvalue(), mtime=0))
    (HERE / "articles.parquet").unlink(missing_ok=True)
    duckdb.connect(":memory:").execute(PARQUET, {"path": str(HERE / "articles.parquet")})


if __name__ == "__main__":
    main()
