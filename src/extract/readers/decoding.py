"""Bytes of web pages and feeds -> text: what the page declares, but only where it can be true."""

import codecs
import re
from typing import NamedTuple

DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I
)
LOOKED_AT = 16 * 1024
# What pages call by these names is in truth a larger set of characters.
LARGER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
# A page in UTF-8 with a few broken characters is still one in UTF-8.
MAX_BROKEN = 0.002


class PageText(NamedTuple):
    """The text of a page and the encoding it was read by."""

    text: str
    encoding: str


def decode_page(data: bytes, *, charset: str | None = None) -> PageText:
    """The text of a page: by its mark, as UTF-8, by `charset` (of the transfer) or what it declares, else as cp1252.

    Nothing fails here: bytes that fit no encoding become `\\ufffd`.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return PageText(data.decode(encoding, "replace"), encoding)
    for name in ("utf-8", charset, declared_charset(data), "utf-8 nearly", "cp1252"):
        text = _try(data, name)
        if text is not None:
            return PageText(text, (name or "").removesuffix(" nearly"))
    return PageText(data.decode("cp1252", "replace"), "cp1252")


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page or its XML declaration names."""
    match = DECLARED.search(data[:LOOKED_AT])
    return match[1].decode("ascii") if match else None


def _try(data: bytes, name: str | None) -> str | None:
    if name == "utf-8 nearly":
        text = data.decode("utf-8", "replace")
        return text if text.count("\ufffd") <= MAX_BROKEN * len(text) else None
    try:
        encoding = codecs.lookup(name or "").name
        encoding = LARGER.get(encoding, encoding)
        return data.decode(encoding) if encoding not in ("utf-16", "utf-32", "utf-7") else None
    except (LookupError, UnicodeError, ValueError):
        return None
