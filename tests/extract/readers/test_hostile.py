"""Hostile files: bombs, tricks with names, entities, broken markup, damage. Each is accounted for, none crashes."""

import gzip
import io
import json
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.readers import Limits, Reading, read_documents
from schemas.errors import ReadError

EXAMPLES = Path(__file__).parents[3] / "examples" / "forms"
BODY = "The ministers of Peru and Chile signed the plan on Wednesday. " * 4
RULES = {
    "bad_row", "binary", "damaged", "duplicate", "empty", "encrypted", "http_status", "no_articles", "no_body",
    "parser_failed", "ratio", "too_deep", "too_large", "too_many_members", "truncated", "undecodable", "unsupported",
}  # fmt: skip
SMALL = Limits(
    html_bytes=200_000, text_bytes=200_000, feed_bytes=200_000, json_bytes=200_000, row_bytes=20_000,
    email_bytes=200_000, pdf_bytes=200_000, member_bytes=500_000, unpacked_bytes=3_000_000, members=50, depth=3,
    html_tags=5_000, article_characters=50_000,
)  # fmt: skip
relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=90)


def outcomes(path: Path, data: bytes, limits: Limits = SMALL) -> list[Reading | ReadError]:
    path.write_bytes(data)
    return list(read_documents(path, metadata={}, limits=limits))


def check(path: Path, data: bytes) -> None:
    found = outcomes(path, data)
    for outcome in found:
        if isinstance(outcome, ReadError):
            assert outcome.rule in RULES, outcome
            str(outcome).encode()
        else:
            article = outcome.article
            article.model_dump_json()
            outcome.provenance.model_dump_json()
            assert all(article.text[p.start : p.end].strip() for p in article.paragraphs)


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def tarred(infos: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for info, data in infos:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data) if info.isreg() else None)
    return packed.getvalue()


def rules(found: list[Reading | ReadError]) -> list[str]:
    return [outcome.rule if isinstance(outcome, ReadError) else "read" for outcome in found]


def test_gzip_bomb(tmp_path: Path) -> None:
    bomb = gzip.compress(b"a " * 20_000_000)
    assert rules(outcomes(tmp_path / "a.gz", bomb, Limits(text_bytes=10**9))) == ["ratio"]
    assert rules(
        outcomes(tmp_path / "b.gz", bomb, Limits(text_bytes=10**9, ratio=10**6, unpacked_bytes=2_000_000))
    ) == ["too_large"]
    assert rules(outcomes(tmp_path / "c.gz", bomb)) == ["too_large"]


def test_bomb_of_lines_is_cut_off_while_it_is_read(tmp_path: Path) -> None:
    row = json.dumps({"text": BODY}).encode() + b"\n"
    found = outcomes(tmp_path / "a.gz", gzip.compress(row * 200_000), Limits(ratio=20))
    assert rules(found)[-1] == "ratio"
    assert set(rules(found)) == {"read", "duplicate", "ratio"}


def test_zip_bomb_costs_one_member(tmp_path: Path) -> None:
    members = {"bomb.txt": b"0" * 4_000_000, "good.txt": f"Plan signed\n\n{BODY}".encode()}
    assert rules(outcomes(tmp_path / "a.zip", zipped(members), Limits(ratio=50, text_bytes=10**8))) == ["ratio", "read"]


def test_used_up_budget_ends_the_file(tmp_path: Path) -> None:
    members = {f"{number}.txt": f"Plan {number}\n\n{BODY}".encode() * 100 for number in range(40)}
    found = rules(outcomes(tmp_path / "a.zip", zipped(members), Limits(unpacked_bytes=100_000)))
    assert found.count("too_large") == 1
    assert len(found) < 40


def test_too_many_members(tmp_path: Path) -> None:
    members = {f"{number}.txt": f"Plan {number}\n\n{BODY}{number}".encode() for number in range(60)}
    assert rules(outcomes(tmp_path / "a.zip", zipped(members))) == ["read"] * 50 + ["too_many_members"]


def test_archives_in_archives(tmp_path: Path) -> None:
    data = f"Plan signed\n\n{BODY}".encode()
    for _ in range(6):
        data = zipped({"a.zip": data})
    (error,) = outcomes(tmp_path / "a.zip", data)
    assert isinstance(error, ReadError)
    assert (error.rule, error.place) == ("too_deep", "member a.zip, member a.zip, member a.zip")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\x\\a.txt", "a\nb\x1b[31m.txt", "x" * 5000, "../.."]
)
def test_names_of_members_stay_names(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    found = outcomes(inside / "a.zip", zipped({name: f"Plan signed\n\n{BODY}".encode()}))
    for outcome in found:
        assert isinstance(outcome, Reading)
        assert outcome.provenance.item is not None
        assert outcome.provenance.item.isprintable()
        assert "/" not in outcome.article.article_id
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "inside"]


def test_links_and_devices_in_tar(tmp_path: Path) -> None:
    link = tarfile.TarInfo("link.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    device = tarfile.TarInfo("device")
    device.type = tarfile.CHRTYPE
    hard = tarfile.TarInfo("hard.txt")
    hard.type, hard.linkname = tarfile.LNKTYPE, "link.txt"
    found = outcomes(tmp_path / "a.tar", tarred([(link, b""), (device, b""), (hard, b"")]))
    assert rules(found) == ["unsupported"] * 3


def test_encrypted_zip(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": BODY.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert rules(outcomes(tmp_path / "a.zip", bytes(data))) == ["encrypted"]


@pytest.mark.timeout(60)
def test_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol"><!ENTITY x SYSTEM "file://{secret}">{levels}]>'
    item = f"<item><title>Plan signed</title><description>&x; &l11; {BODY}</description></item>"
    for name, data in (
        ("a.rss", f'{head}<rss version="2.0"><channel>{item}</channel></rss>'),
        ("a.html", f"{head.replace('DOCTYPE rss', 'DOCTYPE html')}<html><body><p>&x; &l11; {BODY}</p></body></html>"),
    ):
        found = outcomes(tmp_path / name, data.encode())
        assert found
        assert "TOP-SECRET" not in str(found)
        assert "lollollol" not in str(found)


def test_feed_content_is_no_file_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "<rss version='2.0'>"
    item = f"<item><title>SECRET</title><description>{BODY}</description></item>"
    secret.write_text(f"<rss version='2.0'><channel>{item}</channel></rss>")
    monkeypatch.chdir(tmp_path)
    assert "SECRET" not in str(outcomes(tmp_path / "a.rss", b"<rss version='2.0'>"))


def test_scripts_and_styles_are_no_text(tmp_path: Path) -> None:
    page = (
        f"<html><body><script>evil()</script><style>p {{evil}}</style><p onclick='evil()'>{BODY}</p>"
        f"<noscript>evil</noscript><template>evil</template><p>{BODY} two</p></body></html>"
    )
    (reading,) = outcomes(tmp_path / "a.html", page.encode())
    assert isinstance(reading, Reading)
    assert "evil" not in reading.article.text


def test_halves_of_characters_and_controls(tmp_path: Path) -> None:
    row = {"title": "Plan \ud800 signed \0\x1b[31m", "text": f"{BODY} \udfff\x07", "url": "https://a.b/\ud800"}
    (reading,) = outcomes(tmp_path / "a.jsonl", json.dumps(row).encode())
    assert isinstance(reading, Reading)
    reading.article.text.encode()
    assert reading.article.title == "Plan ? signed [31m"
    assert reading.article.url is None


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": ' + b"[" * 100_000,
        b'[{"text": ' + b'{"a":' * 50_000,
        b'{"text": 1' + b"0" * 10_000 + b"}",
        b"title,text\n" + b'"' + b"a,b\n" * 30_000,
        b"<html><body>" + b"<div>" * 4_900,
        b"<html><body>" + b"<p>a" * 4_900,
        b"<rss version='2.0'><channel>" + b"<item>" * 20_000,
        b"<rss version='2.0'><channel>" + b"<item><title>a</title>" * 5_000,
        b"From: a@b.c\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\n" * 20_000,
        b"From: a@b.c\nSubject: " + b"=?utf-8?q?" * 10_000 + b"\n\ntext",
        b"<!DOCTYPE " + b"[]" * 20_000,
        b"<!DOCTYPE x [" + b"<!-- " * 20_000,
        b"<html><body>" + b"<article><time datetime='x'>" * 2_400,
        b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\n" * 50,
        b"PAR1" + bytes(200) + b"PAR1",
        b"%PDF-1.4\n1 0 obj << /Kids [1 0 R] /Type /Pages >> endobj trailer << /Root 1 0 R >>",
        b"\x1f\x8b\x08" + bytes(40),
        b"PK\x03\x04" + bytes(60),
    ],
)
@pytest.mark.timeout(60)
def test_broken_and_endless_files(tmp_path: Path, data: bytes) -> None:
    started = time.monotonic()
    check(tmp_path / "any", data)
    assert time.monotonic() - started < 30


SEEDS = sorted(path.read_bytes() for path in EXAMPLES.iterdir() if path.suffix != ".py" and path.suffix != ".pdf")
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8
)


def damaged(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with parts overwritten, put in, cut out or cut off."""
    for where, kind, piece in changes:
        at = int(where * len(data))
        if kind == 0:
            data = data[:at] + piece + data[at + len(piece) :]
        elif kind == 1:
            data = data[:at] + piece + data[at:]
        elif kind == 2:
            data = data[:at] + data[at + len(piece) * 8 :]
        elif where > 0.5:
            data = data[:at]
    return data


HEADS = [
    b"", b"<html>", b"<rss version='2.0'>", b'{"text":', b"WARC/1.0\r\n", b"\x1f\x8b\x08\0", b"PK\x03\x04",
    b"title,text\n", b"From: a@b\nSubject: x\n", b"PAR1", b"%PDF-1.7\n",
]  # fmt: skip


# Together more than a thousand files.
@pytest.mark.parametrize("seed", range(len(SEEDS)))
@relaxed
@given(changes=edits)
def test_damaged_examples(tmp_path: Path, seed: int, changes: list[tuple[float, int, bytes]]) -> None:
    check(tmp_path / "any", damaged(SEEDS[seed], changes))


@relaxed
@given(head=st.sampled_from(HEADS), tail=st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, head: bytes, tail: bytes) -> None:
    check(tmp_path / "any", head + tail)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert rules(list(read_documents(tmp_path / "none", metadata={}))) == ["not_found"]
    assert rules(list(read_documents(tmp_path, metadata={}))) == ["unreadable"]
