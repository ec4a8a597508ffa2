"""Builds the spaCy pipeline and runs it over articles. The only place that knows the order of the components."""

import re
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract import (  # noqa: F401  (importing registers the factories)
    actors,
    assignment,
    circumstances,
    confidence,
    contexts,
    dates,
    extensions,
    instruments,
    modes,
    places,
    quantities,
    repeats,
    roles,
    status,
    triggers,
    unstated,
)
from extract.records import build_records
from schemas import ontology
from schemas.article import Article

EXTRACTOR_VERSION = "0.3.0"
DEFAULT_MODEL = "en_chasqui_news"
COMPONENTS = (
    "actors",
    "dates",
    "places",
    "quantities",
    "instruments",
    "triggers",
    "roles",
    "unstated",
    "circumstances",
    "status",
    "assignment",
    "modes",
    "contexts",
    "confidence",
    "repeats",
)
EXTRACTABLE = frozenset({"title", "subtitle", "body"})
MAX_CHARACTERS = 4_000_000
LINE_BREAK = re.compile(r"\s")
WORD = re.compile(r"[^\W\d_]+")
INNER_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][^\W\d_]*")
LONG_WORD = 3
TITLE_CASE_SHARE = 0.8


@Language.component("paragraph_starts", assigns=["token.is_sent_start"])
def paragraph_starts(doc: Doc) -> Doc:
    """Force a sentence start after every paragraph break, before the parser sees the Doc."""
    for token in doc[1:]:
        previous = doc[token.i - 1]
        if previous.is_space and "\n" in previous.text and not token.is_space:
            token.is_sent_start = True
    return doc


def build(model: str = DEFAULT_MODEL) -> Language:
    """The whole pipeline over a model package (or folder) of the given name.

    Raises `OSError` where the model is not installed and `LexiconError` for a lexicon that can't be used.
    """
    nlp = spacy.load(model)
    nlp.max_length = MAX_CHARACTERS
    nlp.add_pipe("paragraph_starts", first=True)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def versions(nlp: Language) -> dict[str, str]:
    """What made a record: versions of the extractor, the model and the ontology."""
    return {
        "extractor_version": EXTRACTOR_VERSION,
        "model_version": f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}",
        "ontology_version": ontology.VERSION,
    }


def readable_text(article: Article) -> str:
    """The article's text with everything but title and body blanked, character for character.

    Offsets stay those of the stored text. Inside a paragraph a line break becomes a space; between paragraphs every
    character becomes a line break, which `paragraph_starts` reads.
    """
    names = inner_capitals(article)
    pieces = []
    last = 0
    for paragraph in article.paragraphs:
        if paragraph.kind not in EXTRACTABLE:
            continue
        pieces.append("\n" * (paragraph.start - last))
        words = LINE_BREAK.sub(" ", article.text[paragraph.start : paragraph.end])
        pieces.append(words if paragraph.kind == "body" else plain_headline(words, names=names))
        last = paragraph.end
    pieces.append("\n" * (len(article.text) - last))
    return "".join(pieces)


def inner_capitals(article: Article) -> frozenset[str]:
    """Words that the body writes with a capital inside a sentence: its names."""
    found: set[str] = set()
    for span in article.spans("body"):
        found.update(INNER_CAPITAL.findall(span.text))
    return frozenset(found)


def plain_headline(text: str, *, names: frozenset[str]) -> str:
    """A Title Case headline in sentence case, so that the tagger can tell its verbs from its names.

    Words that the body writes with a capital, acronyms and the first word keep theirs; the length never changes.
    """
    words = [word for word in WORD.findall(text) if len(word) > LONG_WORD]
    if not words or sum(word[0].isupper() for word in words) < TITLE_CASE_SHARE * len(words):
        return text

    def lower(match: re.Match[str]) -> str:
        word = match.group()
        lowered = word.lower()
        keep = match.start() == 0 or word in names or word.isupper() or len(lowered) != len(word)
        return word if keep else lowered

    return WORD.sub(lower, text)


def make_doc(nlp: Language, article: Article) -> Doc:
    """A tokenized Doc whose character offsets are those of the article's stored text."""
    doc = nlp.make_doc(readable_text(article))
    doc._.article = article
    return doc


def extract_events(nlp: Language, article: Article) -> list[dict[str, Any]]:
    """Raw event records of one article, in the order of the text; see `schemas.validate_event`."""
    return build_records(nlp(make_doc(nlp, article)), versions=versions(nlp))
