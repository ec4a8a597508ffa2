"""The slots of a coded event, each with the reasons for its value. One function for each kind of slot."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc, Token

from extract import circumstances, modes, status
from extract.confidence import features, probability, weights
from extract.contexts import contexts_of, named_in, themes
from extract.event import Event
from extract.explanation_actors import participant_slots
from extract.explanation_course import Course, key_of
from extract.explanation_parts import Reason, Slot, Span
from extract.explanation_paths import path, sentence_of_cues
from extract.instruments import InstrumentMention
from extract.lexicon_rows import ONTOLOGY, LexiconRow, index_of, row_at, row_with
from extract.places import PlaceMention
from extract.quantities import QuantityMention
from extract.reasons import Note, noted
from extract.records import date_doubts, stated_date
from extract.source import publication_day, source_text
from extract.speaker import speech_verb
from extract.trigger_lexicon import Need
from extract.triggers import FLAG_TESTS, fillers
from schemas import ontology

SHOWN_WEIGHTS = 5


@dataclass
class Explained:
    """The Doc under explanation with what several events share."""

    course: Course
    doc: Doc = field(init=False)

    def __post_init__(self) -> None:
        self.doc = self.course.doc

    @cached_property
    def themes(self) -> list[str]:
        """The contexts that the article as a whole is about."""
        return themes(self.doc, {sentence.start: contexts_of(sentence) for sentence in self.doc.sents})


def slots_of(event: Event, subject: Explained) -> tuple[Slot, ...]:
    """Every slot of an event, in the order of reading."""
    return (
        trigger_slot(event, subject),
        type_slot(event, subject),
        mode_slot(event, subject),
        *participant_slots(event, subject.course, role="actors"),
        *participant_slots(event, subject.course, role="recipients"),
        *(make(event, subject) for make in CIRCUMSTANCES),
        confidence_slot(event, subject),
    )


def chars(doc: Doc, start: int, end: int) -> Span:
    """Character offsets of a token range."""
    span = doc[start:end]
    return span.start_char, span.end_char


def words(doc: Doc, start: int, end: int) -> str:
    return source_text(doc, *chars(doc, start, end))


# ---- what happened


def trigger_slot(event: Event, subject: Explained) -> Slot:
    """The trigger word, its lexicon row, and what met each need of the row."""
    doc, note = subject.doc, subject.course.note_of(event)
    word = f"“{doc[event.head].lemma_}” as {doc[event.head].pos_}"
    rule = note.rule + sentence_of_cues(note) if note else "fires the row"
    reasons = [Reason(f"{word}: {rule}", row=row_at("triggers", event.row.number))]
    reasons += [met(need, doc[event.head]) for need in event.row.needs]
    return Slot("trigger", words(doc, event.start, event.end), tuple(reasons), (chars(doc, event.start, event.end),))


def met(need: Need, head: Token) -> Reason:
    """How one need of the row is met."""
    if need.slot in FLAG_TESTS:
        return Reason(f"need `{need.slot}` holds")
    found = fillers(head, need.slot)
    return Reason(f"need `{need.slot}` is met", path=path(head, found[0]) if found else "")


def type_slot(event: Event, subject: Explained) -> Slot:
    """The type, with what a component made of that of the row, and its PLOVER class and score."""
    row = row_at("triggers", event.row.number)
    reasons = [Reason("the type of the trigger's row" if row else "the type that made it an event", row=row)]
    for (_, before), (component, after) in pairwise(subject.course.changes(event, "event_type")):
        reasons.append(Reason(f"`{component}` makes {after} of {before}: {because_of(event, component)}"))
    listed = ontology.event_types()[event.event_type]
    score = ontology.score(event.event_type, event.mode)
    rule = f"{listed.quad_class}, score {score:g}, CAMEO root {listed.cameo_root}: by type and mode"
    reasons.append(Reason(rule, row=row_with("event_types", package=ONTOLOGY, code=event.event_type)))
    return Slot("type", event.event_type, tuple(reasons))


def because_of(event: Event, component: str) -> str:
    return f"its status is {event.status}" if component == "status" else "a rule of this component"


def mode_slot(event: Event, subject: Explained) -> Slot:
    """The mode: of the row, of a cue in the clause, or none."""
    if event.mode is None:
        return Slot("mode", "", (Reason("neither the lexicon row nor a cue in the clause gives one"),))
    note = replayed(event, subject, "modes", lambda copy, doc: modes.mode_of(copy, doc), event.mode)
    if note is not None:
        cue = row_with("mode_cues", event_type=event.event_type, mode=event.mode)
        return Slot("mode", event.mode, (Reason(f"a cue, {note.rule}{sentence_of_cues(note)}", row=cue),))
    if event.mode == event.row.mode:
        return Slot("mode", event.mode, (Reason("given by the lexicon row", row=row_at("triggers", event.row.number)),))
    component = subject.course.changes(event, "mode")[-1][0]
    rule = "more than two states, or an international body, take part" if event.event_type == "CONSULT" else "a rule"
    return Slot("mode", event.mode, (Reason(f"{rule} (`{component}`)"),))


def replayed(
    event: Event, subject: Explained, component: str, rule: Callable[[Event, Doc], Any], value: Any
) -> Note | None:
    """The last note that gave `value` when the rule of a component reads the event again, as the component found it."""
    before = subject.course.before(component).get(key_of(event))
    if before is None:
        return None
    with noted(subject.doc) as notes:
        rule(replace(before), subject.doc)
    return next((note for note in reversed(notes) if note.value == value), None)


# ---- how it is told


def status_slot(event: Event, subject: Explained) -> Slot:
    """The status with the cue that gave it."""
    note = replayed(event, subject, "status", status.settle, event.status)
    if note is None:
        component = subject.course.changes(event, "status")[-1][0]
        return Slot("status", event.status, (Reason(f"set by `{component}`"),))
    where = path(subject.doc[event.head], subject.doc[note.token])
    return Slot("status", event.status, (Reason(note.rule + sentence_of_cues(note), path=where),))


def settle_again(subject: Explained) -> Callable[[Event, Doc], None]:
    """The rule of `circumstances` among all the events that the component found."""
    heads = circumstances.heads_by_sentence(subject.course.before("circumstances").values(), subject.doc)

    def settle(event: Event, doc: Doc) -> None:
        circumstances.settle(event, doc, heads=heads[doc[event.head].sent.start])

    return settle


def date_slot(event: Event, subject: Explained) -> Slot:
    """The days, the words that say them, and the side of the publication date that they were read on."""
    if event.date is None:
        return Slot("date", "", (Reason("no date expression is likely enough to be that of the act"),))
    doc = subject.doc
    stated = stated_date(event, doc)
    doubts = date_doubts(stated, event, doc) if stated else ["no day can be told"]
    note = replayed(event, subject, "circumstances", settle_again(subject), event.date)
    rule = note.rule + sentence_of_cues(note) if note else "set by a later rule"
    where = path(doc[event.head], doc[event.date.start : event.date.end].root)
    side = "ahead of" if event.status in ("future", "hypothetical") else "up to"
    reading = f"“{event.date.text}” read {side} the publication date, {publication_day(doc) or 'which is unknown'}"
    days = f"{stated['start'] or '…'} to {stated['end'] or '…'} ({stated['precision']})" if stated else ""
    if stated and doubts:
        doubts, days = [f"{days} is left out", *doubts], ""
    reasons = (Reason(rule, path=where), Reason(": ".join([reading, *doubts])))
    return Slot("date", days, reasons, ((event.date.text_start, event.date.text_end),))


def place_slot(event: Event, subject: Explained) -> Slot:
    """The place, the rule that tied it to the trigger, and its row of the gazetteer."""
    place: PlaceMention | None = event.place
    if place is None:
        return Slot("place", "", (Reason("no place is said to be that of the act; an actor's country is none"),))
    doc = subject.doc
    note = replayed(event, subject, "circumstances", settle_again(subject), place)
    where = path(doc[event.head], doc[place.start : place.end].root)
    value = ", ".join(filter(None, [place.name or words(doc, place.start, place.end), place.admin1, place.country]))
    rule = note.rule + sentence_of_cues(note) if note else "set by a later rule"
    reason = Reason(rule, path=where, row=place_row(place))
    return Slot("place", f"{value} ({place.precision})", (reason,), (chars(doc, place.start, place.end),))


def place_row(place: PlaceMention) -> LexiconRow | None:
    if place.geonameid is not None:
        return index_of("places", "geonameid").get(str(place.geonameid))
    name = place.name or ""
    return index_of("places", "name").get(name) or index_of("countries", "name").get(name)


def speaker_slot(event: Event, subject: Explained) -> Slot:
    """Who says it: the subject of the reporting verb."""
    if event.speaker is None:
        return Slot("speaker", "", (Reason("no reporting verb above or beside it: the article itself speaks"),))
    doc, speaker = subject.doc, event.speaker
    verb = speech_verb(doc[event.head])
    rule = f"subject of the reporting verb “{verb.text}”" if verb is not None else "whoever is quoted"
    where = path(doc[event.head], doc[speaker.head]) if speaker.head >= 0 else ""
    value = " ".join(filter(None, [speaker.name or words(doc, speaker.start, speaker.end), speaker.code]))
    row = row_with("word_classes", **{"class": "reporting"})
    return Slot("speaker", value, (Reason(rule, path=where, row=row),), (chars(doc, speaker.start, speaker.end),))


def instrument_slot(event: Event, subject: Explained) -> Slot:
    """The named agreement, plan, law or operation, and the noun that makes it one."""
    mention: InstrumentMention | None = event.instrument
    if mention is None:
        return Slot("instrument", "", (Reason("no instrument with a name of its own is among its arguments"),))
    doc = subject.doc
    row = index_of("instrument_nouns", "noun").get(doc[mention.head].text)
    reason = Reason(
        "an argument of the act with the name of an instrument", path(doc[event.head], doc[mention.head]), row
    )
    return Slot("instrument", mention.name, (reason,), (chars(doc, mention.start, mention.end),))


def quantities_slot(event: Event, subject: Explained) -> Slot:
    """Sums and counts among the arguments."""
    if not event.quantities:
        return Slot("quantities", "", (Reason("no sum, count or measure is among its arguments"),))
    doc, head = subject.doc, subject.doc[event.head]
    reasons = tuple(Reason(amount(q), path=path(head, doc[q.head])) for q in event.quantities)
    spans = tuple(chars(doc, q.start, q.end) for q in event.quantities)
    return Slot("quantities", "; ".join(words(doc, q.start, q.end) for q in event.quantities), reasons, spans)


def amount(quantity: QuantityMention) -> str:
    unit = quantity.currency or quantity.unit or ""
    return " ".join(filter(None, [f"{quantity.value:,.15g}", unit, f"of {quantity.what}" if quantity.what else ""]))


def contexts_slot(event: Event, subject: Explained) -> Slot:
    """The contexts, each by terms of the sentence, as theme of the article, or brought along by the type."""
    if not event.contexts:
        return Slot(
            "contexts", "", (Reason("no context that the article names is likely enough to be that of the event"),)
        )
    terms: dict[str, Counter[str]] = {}
    for name, term in named_in(subject.doc[event.head].sent):
        terms.setdefault(name, Counter())[term] += 1
    reasons = tuple(context_reason(name, terms.get(name), subject) for name in event.contexts)
    return Slot("contexts", ", ".join(event.contexts), reasons)


def context_reason(name: str, terms: Counter[str] | None, subject: Explained) -> Reason:
    if terms:
        listed = ", ".join(f"“{term}”" for term in terms)
        return Reason(f"{name}: its sentence has {listed}", row=index_of("contexts", "context").get(name))
    if name in subject.themes:
        return Reason(f"{name}: a theme of the article, named in many of its sentences")
    brought = row_with("type_contexts", context=name)
    if brought is not None:
        return Reason(f"{name}: brought along by the type", row=brought)
    return Reason(f"{name}: other sentences of the article name it, and events of this type often have it")


def same_as_slot(event: Event, subject: Explained) -> Slot:
    """The first mention of the same happening."""
    first = event.same_as
    if first is None:
        return Slot("same_as", "", (Reason("no earlier mention has its type, agreeing parties, date and place"),))
    doc = subject.doc
    same_word = doc[first.head].lemma_.lower() == doc[event.head].lemma_.lower()
    rule = f"same type and {'trigger word' if same_word else 'mode'}, parties agree, no date or place differs"
    value = f"“{words(doc, first.start, first.end)}” at {doc[first.start].idx}"
    return Slot("same_as", value, (Reason(rule),), (chars(doc, first.start, first.end),))


CIRCUMSTANCES = (
    status_slot,
    date_slot,
    place_slot,
    speaker_slot,
    instrument_slot,
    quantities_slot,
    contexts_slot,
    same_as_slot,
)


# ---- how sure it is


def weighing(event: Event, course: Course) -> tuple[float, list[tuple[str, float]]]:
    """The probability of an event as `confidence` found it, and the features that moved it, strongest first."""
    before = course.before("confidence")
    heads = {other.head: other.event_type for other in before.values()}
    found = features(before[key_of(event)], course.doc, heads)
    moved = [(name, weights()[name]) for name in found if name in weights()]
    return probability(found), sorted(moved, key=lambda pair: -abs(pair[1]))


def confidence_slot(event: Event, subject: Explained) -> Slot:
    """The probability with the features that raised and lowered it most."""
    _, moved = weighing(event, subject.course)
    rows = index_of("confidence_weights", "feature")
    reasons = tuple(
        Reason(f"{'raised' if weight > 0 else 'lowered'} by {abs(weight):.2f}: {name}", row=rows.get(name))
        for name, weight in [*strongest(moved, up=True), *strongest(moved, up=False)]
    )
    reasons = reasons or (Reason("no feature of it has a weight"),)
    return Slot("confidence", f"{event.confidence:.3f}", reasons)


def strongest(moved: list[tuple[str, float]], *, up: bool) -> list[tuple[str, float]]:
    return [(name, weight) for name, weight in moved if (weight > 0) == up][:SHOWN_WEIGHTS]
