"""What a web page states of itself: JSON-LD, meta elements, marked times, canonical address."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import html

from extract.readers.article_ids import clean_url, names_an_article
from extract.readers.columns import as_text
from extract.readers.dates import DateReading
from extract.readers.stated_dates import order_in, read_stated

MAX_JSON_LD = 1024 * 1024
MAX_NODES = 2000
ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Review)$")
DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publishdate",
    "publish-date", "publish_date", "pubdate", "pub_date", "published", "article.published", "article:post_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "citation_publication_date",
    "originalpublicationdate",
    "article_date_original", "article:published", "date", "rnews:datepublished", "vr:published_time",
)  # fmt: skip
MODIFIED_NAMES = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
PUBLISHER_NAMES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "copyright")
AUTHOR_NAMES = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl")
TITLE_NAMES = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "title")
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
DATE_ELEMENTS = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate]",
    "//article//time[@datetime]|//main//time[@datetime]|//header//time[@datetime]",
)
MAX_ELEMENTS = 20


class PageMetadata(NamedTuple):
    """The fields that a page states; `body` is the text of the article that its JSON-LD holds."""

    title: str | None
    publisher: str | None
    language: str | None
    url: str | None
    published: DateReading | None
    modified: str | None
    authors: tuple[str, ...]
    body: str | None


def read_page_metadata(tree: html.HtmlElement, *, base: str | None) -> PageMetadata:
    """What the page in `tree` states; `base` is the address it was fetched from."""
    article = _article(tree)
    meta = _meta(tree)
    language = as_text(article.get("inLanguage")) or tree.get("lang") or meta.get("og:locale")
    return PageMetadata(
        title=as_text(article.get("headline")) or _named(meta, TITLE_NAMES),
        publisher=as_text(article.get("publisher")) or _named(meta, PUBLISHER_NAMES[:1]),
        language=language,
        url=_url(tree, article, meta, base),
        published=_published(tree, article, meta, order=order_in(language)),
        modified=as_text(article.get("dateModified")) or _named(meta, MODIFIED_NAMES),
        authors=_authors(article, meta),
        body=as_text(article.get("articleBody")),
    )


def _article(tree: html.HtmlElement) -> dict[str, Any]:
    """The object of the page's JSON-LD that describes the article; empty without one."""
    found = [node for node in _json_ld(tree) if ARTICLE_TYPES.search(_type(node))]
    dated = [node for node in found if node.get("datePublished")]
    pages = [node for node in _json_ld(tree) if _type(node).endswith("WebPage") and node.get("datePublished")]
    return next(iter([*dated, *found, *pages]), {})


def _type(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind)


def _json_ld(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.xpath("//script[@type='application/ld+json']")[:MAX_ELEMENTS]:
        text = (script.text or "").strip().removesuffix(";")
        if len(text) > MAX_JSON_LD:
            continue
        try:
            yield from _nodes(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            continue


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    """The contents of the page's meta elements by name (lower case), the first of each name."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _named(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if meta.get(name)), None)


def _published(
    tree: html.HtmlElement, article: dict[str, Any], meta: dict[str, str], *, order: str
) -> DateReading | None:
    stated: list[object] = [article.get("datePublished"), *(meta.get(name) for name in DATE_NAMES)]
    for path in DATE_ELEMENTS:
        found = tree.xpath(path)[:MAX_ELEMENTS]
        stated.extend(one.get("datetime") or one.get("content") or (one.text or "").strip() for one in found)
    readings = [reading for value in stated if isinstance(value, str) and (reading := read_stated(value, order=order))]
    return next((reading for reading in readings if not reading.ambiguous), next(iter(readings), None))


def _url(tree: html.HtmlElement, article: dict[str, Any], meta: dict[str, str], base: str | None) -> str | None:
    links = tree.xpath("//link[translate(@rel,'CANOIL','canoil')='canonical']/@href")[:2]
    entity = article.get("mainEntityOfPage")
    entity = entity.get("@id") if isinstance(entity, dict) else entity
    stated = [*links, meta.get("og:url"), as_text(article.get("url")), as_text(entity), base, _saved_from(tree)]
    urls = [url for value in stated if (url := clean_url(_absolute(value, base)))]
    return next((url for url in urls if names_an_article(url)), next(iter(urls), None))


def _absolute(value: str | None, base: str | None) -> str | None:
    if not value or not base:
        return value
    try:
        return urljoin(base, value)
    except ValueError:
        return value


def _saved_from(tree: html.HtmlElement) -> str | None:
    """Browsers write the address into pages they save."""
    for comment in tree.xpath("//comment()|preceding-sibling::comment()")[:MAX_ELEMENTS]:
        match = SAVED_FROM.search(comment.text or "")
        if match:
            return match[1]
    return None


def _authors(article: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    stated = article.get("author")
    people = stated if isinstance(stated, list) else [stated]
    names = [name for person in people if (name := as_text(person))]
    by_meta = _named(meta, AUTHOR_NAMES)
    if not names and by_meta:
        names = [by_meta]
    return tuple(name for name in names if "://" not in name and "\n" not in name)
