"""Why an article is coded as it is: each event with the rule, the lexicon row and the path that gave each slot.

The article goes through the same components as in `pipeline.extract_events`; what they did is read from the events
after each of them (`explanation_course`), from what the rules say of themselves (`reasons`), and by asking the same
functions again. Nothing here decides anything.
"""

from collections import defaultdict
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract import pipeline
from extract.explanation_course import Course, follow
from extract.explanation_left_out import left_out
from extract.explanation_parts import ExplainedEvent, ExplainedSentence, Explanation, LeftOut
from extract.explanation_slots import Explained, slots_of
from extract.records import event_record, sentence_bounds
from extract.source import source_text
from schemas.article import Article


def explain(nlp: Language, article: Article) -> Explanation:
    """The coding of an article with its reasons; the records are those of `pipeline.extract_events`."""
    course = follow(nlp, pipeline.make_doc(nlp, article))
    published = article.published
    return Explanation(
        article_id=article.article_id,
        title=article.title,
        published=f"{published.day} ({published.precision})" if published else None,
        versions=pipeline.versions(nlp),
        sentences=tuple(sentences(course, versions=pipeline.versions(nlp))),
    )


def sentences(course: Course, *, versions: dict[str, str]) -> Iterator[ExplainedSentence]:
    """The sentences that hold words, in order."""
    doc = course.doc
    explained: dict[int, list[ExplainedEvent]] = defaultdict(list)
    subject = Explained(course)
    for event in doc._.events:
        found = ExplainedEvent(event_record(event, doc, versions=versions), slots_of(event, subject))
        explained[doc[event.head].sent.start].append(found)
    dropped: dict[int, list[LeftOut]] = defaultdict(list)
    for index, one in left_out(course):
        dropped[doc[index].sent.start].append(one)
    for sentence in doc.sents:
        if not sentence.text.strip():
            continue
        start, end = span_of(sentence)
        yield ExplainedSentence(
            text=source_text(doc, start, end),
            span=(start, end),
            kind=paragraph_kind(doc, start),
            events=tuple(explained[sentence.start]),
            left_out=tuple(dropped[sentence.start]),
        )


def span_of(sentence: Span) -> tuple[int, int]:
    """Character offsets of a sentence without white space at its ends."""
    root = next(token.i for token in sentence if not token.is_space)
    start, end = sentence_bounds(sentence.doc, root)
    span = sentence.doc[start:end]
    return span.start_char, span.end_char


def paragraph_kind(doc: Doc, start: int) -> str:
    """The kind of the paragraph that a character stands in (`title`, `body`)."""
    article: Article = doc._.article
    return next((p.kind for p in article.paragraphs if p.start <= start < p.end), "body")
