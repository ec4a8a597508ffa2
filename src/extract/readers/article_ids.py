"""Stable ids of articles that have no file of their own, and the addresses they are made from."""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from schemas.ids import stable_hash
from schemas.provenance import Identity

HASH_LENGTH = 16
MAX_NAME = 40
MAX_URL = 2000
# Ids that are stated are kept as they are where they can stand in a file name, an address and a SQL string.
PLAIN_ID = re.compile(r"[\w][\w.:@+-]{0,119}")
# Paths that are the front page of a site: many saved pages name it as their canonical address.
FRONT = re.compile(r"/?(?:index\.\w+|home|default\.\w+)?/?", re.IGNORECASE)


class ArticleId(NamedTuple):
    """An id and what it was made from."""

    article_id: str
    identity: Identity


def clean_url(url: str | None) -> str | None:
    """An absolute web address without fragment and tracking parameters; None for anything else."""
    # It takes a tenth of a second to import, and plain text needs no addresses.
    from courlan import normalize_url

    parts = _split(url)
    if url is None or parts is None:
        return None
    try:
        cleaned = normalize_url(parts, strict=False)
    except (ValueError, UnicodeError):
        return None
    return cleaned.split("#", 1)[0] if cleaned.isprintable() and " " not in cleaned else None


def _split(url: str | None) -> SplitResult | None:
    if not url or len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(url.strip())
        named = bool(parts.hostname) and "." in (parts.hostname or "")
    except ValueError:
        return None
    return parts if named and parts.scheme.lower() in ("http", "https") else None


def host(url: str | None) -> str | None:
    """The host of an address without `www.`."""
    parts = _split(url)
    return (parts.hostname or "").removeprefix("www.") or None if parts else None


def names_an_article(url: str) -> bool:
    """Whether an address can tell an article from others: not the front page of a site."""
    parts = _split(url)
    return parts is not None and not (FRONT.fullmatch(parts.path) and not parts.query)


def make_id(
    *, stated: str | None, url: str | None, publisher: str | None, dateline: str | None, title: str | None, text: str
) -> ArticleId:
    """The id of an article: as stated, else from its address, else from agency, dateline and title, else its text.

    The same address gives the same id with `http` or `https`, with or without `www.` and a slash at its end.
    """
    if stated:
        return ArticleId(stated if PLAIN_ID.fullmatch(stated) else _named("id", stated), "stated")
    if url and names_an_article(url):
        parts = urlsplit(url)
        name = host(url) or "url"
        return ArticleId(_named(name, "url", name, parts.path.rstrip("/"), parts.query), "url")
    if publisher and dateline and title:
        return ArticleId(
            _named(_slug(publisher), "dateline", _same(publisher), _same(dateline), _same(title)), "dateline"
        )
    return ArticleId(_named("text", "content", _same(text)), "content")


def _named(name: str, *parts: str) -> str:
    return f"{name[:MAX_NAME]}-{stable_hash(*parts)[:HASH_LENGTH]}"


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.casefold()).strip("-") or "agency"
