"""The text behind a Doc: offsets of a Doc made from an article are offsets into the article's stored text."""

from datetime import date

from spacy.tokens import Doc


def source_text(doc: Doc, start: int, end: int) -> str:
    """Characters `start..end` of the article's stored text, or of the Doc's own where it has no article."""
    article = doc._.article
    text = doc.text if article is None else article.text
    return str(text[start:end])


def publication_day(doc: Doc) -> date | None:
    """The day that the article came out; null where it isn't known to the day."""
    article = doc._.article
    if article is None or article.published is None or article.published.precision != "day":
        return None
    day: date = article.published.day
    return day
