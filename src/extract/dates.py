"""Component `dates`: the date expressions of a text, which of them belongs to an event, and their resolution."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extract import extensions, syntax
from extract.adjuncts import Adjunct, features
from extract.attachment import hosts, reach
from extract.date_grammar import Bound, Day, Expression, Found, Month, Weekday, Year, find
from extract.date_resolution import Anchor, resolve_expression
from extract.reasons import because
from extract.slot_model import most_likely
from extract.source import publication_day, source_text
from extract.trigger_lexicon import word_classes
from extract.within import within

extensions.register()

GENITIVES = frozenset({"'s", "’s", "'", "’"})
BEFORE_NOUNS = frozenset({"DET", "ADJ", "PART"})
OPENING = frozenset({"ADP", "ADV", "PUNCT", "CCONJ", "SPACE"})
VERBS = frozenset({"VERB", "AUX"})
BESIDE_SAYING = frozenset({"ADP", "DET", "NOUN", "PROPN", "ADJ", "PUNCT"})
MAX_NOUN_PHRASE = 6


@dataclass(frozen=True, slots=True)
class DateMention:
    """Tokens `start..end` of the Doc that say a date; `text` and its offsets are those of the article.

    `reported` marks a date of the saying (`said on Friday it would ...`), which lies in the past whatever is said.
    """

    start: int
    end: int
    expression: Expression
    text: str
    text_start: int
    text_end: int
    reported: bool = False


def find_dates(doc: Doc) -> list[DateMention]:
    """The date expressions of the Doc, in order."""
    mentions = []
    starts = [token.idx for token in doc]
    for found in find(doc.text):
        span = doc[bisect_right(starts, found.start) - 1 : bisect_left(starts, found.end)]
        if not _is_other(span, found):
            text = source_text(doc, found.start, found.end)
            mentions.append(DateMention(span.start, span.end, found.expression, text, found.start, found.end))
    if publication_day(doc) is not None or not doc.has_annotation("SENT_START"):
        return mentions
    return [_with_year(mention, mentions, doc) for mention in mentions]


def _with_year(mention: DateMention, mentions: Sequence[DateMention], doc: Doc) -> DateMention:
    """`on 3 March for the 2016 summit`: without a publication date a day takes the year that its sentence names."""
    expression = mention.expression
    if not isinstance(expression, Day | Month) or expression.year is not None:
        return mention
    sentence = doc[mention.start].sent
    years = {
        other.expression.year
        for other in mentions
        if sentence.start <= other.start < sentence.end and isinstance(other.expression, Day | Month | Year)
    }
    known = years - {None}
    return replace(mention, expression=replace(expression, year=known.pop())) if len(known) == 1 else mention


def _is_other(span: Span, found: Found) -> bool:
    """A bare year that counts something (`2024 soldiers`), a weekday or month inside a name (`Sunday Times`)."""
    if len(span) != 1:
        return False
    doc, first = span.doc, span[0]
    if isinstance(found.expression, Year):
        counted = span.end < len(doc) and doc[span.end].tag_ == "NNS"
        return counted and (first.i == 0 or doc[first.i - 1].pos_ not in ("ADP", "DET", "PART"))
    if isinstance(found.expression, Month | Weekday) and first.ent_type_ in ("PERSON", "ORG"):
        return any(_names_more(ent, span) for ent in first.sent.ents)
    return False


def _names_more(ent: Span, span: Span) -> bool:
    return ent.start <= span.start and span.end <= ent.end and len(ent) > len(span)


def resolve(
    mention: DateMention, *, published: date | None, future: bool = False, past: bool = False
) -> dict[str, Any] | None:
    """The mention as the fields of `schemas.EventDate` (days as ISO strings), or null where it can't be told.

    `published` is the day of publication, only where it is known to the day. `future` and `past` say on which side of
    it the act lies; with both or none of them the nearest day is taken.
    """
    direction = -1 if mention.reported else 0 if future == past else 1 if future else -1
    interval = resolve_expression(mention.expression, Anchor(published, direction))
    if interval is None:
        return None
    return {
        "start": interval.start.isoformat() if interval.start else None,
        "end": interval.end.isoformat() if interval.end else None,
        "precision": interval.precision,
        "text": mention.text,
        "text_start": mention.text_start,
        "text_end": mention.text_end,
    }


def date_for(trigger: Token, *, future: bool = False) -> DateMention | None:
    """The date expression that belongs to the event with this trigger, or null.

    The tree decides: a date that hangs on the trigger or below it, or on a verb whose act the trigger shares. A date of
    another clause is never taken. Bounds (`before 2020`) count less than dates; of two dates on one word the one that
    suits a `future` act better.
    """
    doc = trigger.doc
    mentions: list[DateMention] = within(doc._.dates, trigger.sent)
    if not mentions:
        return None
    cost = {node.i: n for n, node in reversed(list(enumerate(reach(trigger, speech=True))))}
    ranked = []
    for mention in mentions:
        for steps, host in enumerate(_hosts(mention, doc)):
            if host.i in cost:
                rank = (_is_weak(mention, future=future), cost[host.i] + steps, abs(mention.start - trigger.i))
                ranked.append((rank, mention.start, host.i, mention))
    if not ranked:
        fronted = next((m for m in mentions if _is_fronted(m, trigger)), None)
        return because(trigger, fronted, "it opens the sentence, before its first verb")
    *_, host_index, mention = min(ranked, key=lambda r: r[:3])
    found = replace(mention, reported=_is_saying(doc[host_index], trigger))
    return because(trigger, found, "it belongs to this word, whose dates the trigger shares", doc[host_index].text)


def likeliest_date(trigger: Token, *, event_type: str, heads: Sequence[int]) -> DateMention | None:
    """The date expression of the sentence that most likely belongs to the event, or null.

    `heads` are the triggers of all events of the sentence. The rules of `date_for` have a say; `slot_model` decides.
    """
    mentions: list[DateMention] = within(trigger.doc._.dates, trigger.sent)
    if not mentions:
        return None
    found = most_likely("date", date_options(trigger, mentions, event_type=event_type, heads=heads))
    if found is None:
        return None
    mention, cues = found
    mention = replace(mention, reported=_is_of_saying(mention, trigger))
    return because(trigger, mention, "the likeliest date of the sentence", cues)


def date_options(
    trigger: Token, mentions: Sequence[DateMention], *, event_type: str, heads: Sequence[int]
) -> Iterator[tuple[DateMention, list[str]]]:
    """Each date expression of the trigger's sentence with the features of the pair."""
    ruled = date_for(trigger, future=syntax.is_future(trigger))
    for mention in mentions:
        bound = mention.expression.kind if isinstance(mention.expression, Bound) else None
        adjunct = Adjunct(
            mention.start, mention.end, _root(mention, trigger.doc).i, bound or type(mention.expression).__name__
        )
        verdict = "none" if ruled is None else "this" if ruled.start == mention.start else "other"
        names = features(trigger, adjunct, event_type=event_type, heads=heads, rivals=len(mentions) - 1, ruled=verdict)
        noun = _noun_after(mention, trigger.doc)
        if noun is not None:
            names.append("before its noun" if noun == trigger else "before another noun")
        yield mention, names


def _is_of_saying(mention: DateMention, trigger: Token) -> bool:
    """Is it the date of a past saying (`said on Friday it would ...`), by the tree or by the verb right before it?"""
    doc, node = trigger.doc, _root(mention, trigger.doc)
    while node.head != node and node.pos_ not in VERBS:
        node = node.head
    if node.is_ancestor(trigger) and _is_saying(node, trigger):
        return True
    before = next((t for t in reversed(doc[trigger.sent.start : mention.start]) if t.pos_ not in BESIDE_SAYING), None)
    if before is None or before == trigger or mention.start - before.i > MAX_NOUN_PHRASE:
        return False
    return before.tag_ == "VBD" and before.lemma_.lower() in word_classes()["reporting"]


def _is_saying(host: Token, trigger: Token) -> bool:
    """Is the date that of a past saying above the trigger's clause?"""
    return host.i != trigger.i and host.tag_ in ("VBD", "VBN") and any(c.dep_ == "ccomp" for c in host.children)


def _hosts(mention: DateMention, doc: Doc) -> Iterator[Token]:
    """The words that the date may belong to: the noun that it stands before, or what the tree hangs it on."""
    noun = _noun_after(mention, doc)
    if noun is None:
        yield from hosts(_root(mention, doc))
        return
    yield noun
    if noun.dep_ == "nsubj":
        yield noun.head


def _noun_after(mention: DateMention, doc: Doc) -> Token | None:
    """The noun that the date modifies from the left: `Monday's attack`, `the 2008 Mumbai attacks`."""
    i = mention.end
    genitive = i < len(doc) and doc[i].text in GENITIVES
    if (
        not genitive
        and not (mention.start and doc[mention.start - 1].pos_ in BEFORE_NOUNS)
        and doc[mention.start].lower_ != "the"
    ):
        return None
    noun = None
    for token in doc[i + genitive : i + genitive + MAX_NOUN_PHRASE]:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") and token.text != "-":
            break
        noun = token if token.pos_ in ("NOUN", "PROPN") else noun
    return noun


def _is_fronted(mention: DateMention, trigger: Token) -> bool:
    """A date that opens the sentence belongs to its first verb, whatever the tree makes of it."""
    doc, start = trigger.doc, trigger.sent.start
    if trigger.pos_ != "VERB" or trigger.i < mention.end:
        return False
    opening = doc[start : mention.start]
    if any(token.pos_ not in OPENING for token in opening) and not _is_source(opening):
        return False
    return not any(token.pos_ == "VERB" or token.dep_ == "mark" for token in doc[mention.end : trigger.i])


def _is_weak(mention: DateMention, *, future: bool) -> bool:
    """`before 2020`, `after Friday` say less than a date beside them; so does `until Friday` of a past act."""
    if not isinstance(mention.expression, Bound):
        return False
    return mention.expression.kind in ("before", "after") or (mention.expression.kind in ("until", "by") and not future)


def _root(mention: DateMention, doc: Doc) -> Token:
    """The word of the mention that the tree hangs on something outside it."""
    return doc[mention.start : mention.end].root


def _is_source(opening: Span) -> bool:
    """`According to the ministry, earlier this year ...`."""
    return len(opening) <= MAX_NOUN_PHRASE and opening[0].lower_ == "according" and opening[-1].text == ","


@Language.factory("dates", requires=["token.dep", "token.head"], assigns=["doc._.dates"])
def create_dates(nlp: Language, name: str) -> "Dates":
    """Make the component."""
    return Dates()


class Dates:
    """Sets `doc._.dates`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.dates = find_dates(doc)
        return doc
