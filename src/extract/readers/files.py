"""From a file on disk to decoded text: which files are taken, their size, bytes and encoding."""

import codecs
import os
import re
import stat
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extract.lexicons import read_rows
from schemas.errors import ReadError

MAX_BYTES = 5 * 1024 * 1024
CONTROL_CHARACTERS = re.compile(rb"[\x01-\x08\x0b\x0e-\x1f\x7f]")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Real text has next to no control characters, random bytes have one in nine.
MAX_CONTROL_SHARE = 0.02


class Decoded(NamedTuple):
    """The text of a file with line ends as `\\n`, and the encoding it was read by."""

    text: str
    encoding: str


def is_candidate(path: Path) -> bool:
    """Whether the text reader takes this file: `*.txt`, and any file whose suffix names no other known form.

    Hidden files, temporary files (`~`, `.part`, ...), folders and sidecars (`.json`) are not candidates. Only the name
    and the kind of entry are looked at, so a file that can't be read is a candidate, and fails in `read_article`.
    """
    name = path.name
    if name.startswith((".", "~$", "#")) or name.endswith(("~", "#")):
        return False
    return path.suffix.lower().removeprefix(".") not in _other_forms() and not path.is_dir()


@cache
def _other_forms() -> frozenset[str]:
    return frozenset(row["suffix"] for row in read_rows("file_forms", columns=("suffix", "form")))


def printable(path: Path | str) -> str:
    """The path as valid Unicode: file names may hold bytes that aren't, and these can't be stored."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_bytes(path: Path, *, max_bytes: int) -> bytes:
    """The bytes of a regular file of at most `max_bytes`; raises `ReadError` (not_found, unreadable, too_large)."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(printable(path), "not a regular file", rule="unreadable")
        if status.st_size > max_bytes:
            raise _too_large(path, max_bytes)
        with path.open("rb") as file:
            # The file may have grown since its size was asked for.
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise ReadError(printable(path), "no such file", rule="not_found") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(printable(path), reason, rule="unreadable") from error
    if len(data) > max_bytes:
        raise _too_large(path, max_bytes)
    return data


def _too_large(path: Path, max_bytes: int) -> ReadError:
    return ReadError(printable(path), f"larger than {max_bytes} bytes", rule="too_large")


def decode(path: Path, data: bytes) -> Decoded:
    """The text of `data`: by its mark (UTF-8, UTF-16), else strict UTF-8, else cp1252.

    Raises `ReadError`: binary for NUL or many control characters, undecodable where no encoding fits, empty where there
    is nothing but white space.
    """
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    if marked != "utf-16" and _is_binary(data):
        raise ReadError(printable(path), "binary data, not text", rule="binary")
    decoded = _decode(path, data, encodings=(marked,) if marked else ("utf-8", "cp1252"))
    if marked == "utf-16" and _is_binary(decoded.text.encode("utf-8", "replace")):
        raise ReadError(printable(path), "binary data, not text", rule="binary")
    if not decoded.text.strip():
        raise ReadError(printable(path), "no text in it", rule="empty")
    return decoded


def _is_binary(data: bytes) -> bool:
    return b"\0" in data or len(CONTROL_CHARACTERS.findall(data)) > MAX_CONTROL_SHARE * len(data)


def _decode(path: Path, data: bytes, *, encodings: tuple[str, ...]) -> Decoded:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding)
    raise ReadError(printable(path), "neither UTF-8 nor cp1252, nor what its mark says", rule="undecodable")
