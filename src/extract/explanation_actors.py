"""Why somebody takes part in an event: the relation of the frame, and how the words came to stand for somebody."""

from spacy.tokens import Doc

from extract.actors import ActorMention, members
from extract.assignment import Choices
from extract.event import Event
from extract.explanation_course import Course, key_of
from extract.explanation_parts import Reason, Slot, Span
from extract.explanation_paths import path
from extract.lexicon_rows import LexiconRow, index_of, lines_of, row_with
from extract.lexicons import split
from extract.participation import Background, Setting
from extract.roles import participants, with_support
from extract.slot_model import loudest
from extract.source import source_text
from extract.unstated import ROLES, source_of

SOURCES = {
    "same": "the party on the other side",
    "home": "the state or body that the article names most",
    "counterpart": "the state or body that the article names most, the other side left aside",
    "partner": "the side that it met before in the article",
}


def participant_slots(event: Event, course: Course, *, role: str) -> list[Slot]:
    """A slot for each actor or recipient; one empty slot where there is none."""
    found: tuple[ActorMention, ...] = getattr(event, role)
    if not found:
        names = getattr(event.row.frame, role)
        rule = f"nobody stands in {' or '.join(f'`{name}`' for name in names)}" if names else "it has none"
        return [Slot(role, "", (Reason(f"frame `{event.row.frame.name}`: {rule}", row=frame_row(event)),))]
    return [
        Slot(role, label(mention, course.doc), reasons(mention, event, course, role=role), spans(mention, course.doc))
        for mention in found
    ]


def frame_row(event: Event) -> LexiconRow | None:
    return row_with("frames", frame=event.row.frame.name)


def label(mention: ActorMention, doc: Doc) -> str:
    """`Peru · PER GOV`."""
    name = mention.name or (source_text(doc, *chars(mention, doc)) if mention.end > mention.start else "somebody")
    return " · ".join(filter(None, [name, " ".join(filter(None, [mention.code, *mention.sectors]))]))


def chars(mention: ActorMention, doc: Doc) -> Span:
    span = doc[mention.start : mention.end]
    return span.start_char, span.end_char


def spans(mention: ActorMention, doc: Doc) -> tuple[Span, ...]:
    return (chars(mention, doc),) if mention.end > mention.start else ()


def reasons(mention: ActorMention, event: Event, course: Course, *, role: str) -> tuple[Reason, ...]:
    """How the participant was found, then whom its words stand for."""
    by_grammar = course.after("roles").events.get(key_of(event))
    if by_grammar is not None and mention in getattr(by_grammar, role):
        return (by_frame(mention, event, course.doc, role=role), *standing(mention, course.doc))
    return (by_inference(mention, event, course, role=role), *standing(mention, course.doc))


def by_frame(mention: ActorMention, event: Event, doc: Doc, *, role: str) -> Reason:
    """The relation of the frame that leads to the participant."""
    head = doc[event.head]
    name = event.row.frame.name
    for relation in getattr(event.row.frame, role):
        for token in with_support(head, relation):
            found = members(token) if relation == "mod" else participants(token)
            if mention in found:
                own = doc[mention.head] if mention.head >= 0 else token
                return Reason(f"frame `{name}`: `{relation}`", path=path(head, own), row=frame_row(event))
    where = path(head, doc[mention.head]) if mention.head >= 0 else ""
    return Reason(f"frame `{name}`: goes on a list that the tree broke off", path=where, row=frame_row(event))


def by_inference(mention: ActorMention, event: Event, course: Course, *, role: str) -> Reason:
    """What the sentence leaves out and a later component filled in."""
    component = course.changes(event, role)[-1][0]
    before = course.before(component)[key_of(event)]
    if component == "assignment":
        background = Background(course.doc, course.before(component).values())
        return by_weights(mention, Setting(before, course.doc, background), role=role)
    if component != "unstated":
        return Reason(f"set by `{component}`")
    if not before.actors and not before.recipients:
        return Reason("a repeated mention: it has the parties of the mention before it of this type")
    source = source_of(event, role)
    row = row_with("unstated", event_type=event.row.event_type, mode=event.row.mode or "", role=role) or row_with(
        "unstated", event_type=event.row.event_type, mode="", role=role
    )
    return Reason(f"left out by the sentence: {SOURCES.get(source or '', 'certain from the article')}", row=row)


def by_weights(mention: ActorMention, setting: Setting, *, role: str) -> Reason:
    """The features that made somebody likely whom the rules gave no such role."""
    side, code = role.removesuffix("s"), mention.code
    likely = Choices(setting).chance(code, ROLES.index(role))
    where = path(setting.head, setting.doc[mention.head]) if mention.head >= 0 else ""
    rule = f"likely as {side} ({likely:.2f}): {', '.join(loudest(side, setting.features(code)))}"
    return Reason(rule, path=where)


def standing(mention: ActorMention, doc: Doc) -> tuple[Reason, ...]:
    """Whom the words stand for: by an earlier mention, and by which row of the lexicons."""
    found = []
    if mention.resolved_from is not None:
        start, end = mention.resolved_from
        found.append(Reason(f"a {mention.kind} that stands for “{source_text(doc, start, end)}” at {start}"))
    row = actor_row(mention, doc)
    if row is not None:
        found.append(Reason(f"read as {mention.kind}", row=row))
    elif not found:
        found.append(Reason(f"read as {mention.kind}, its code from the words or mentions around it"))
    return tuple(found)


def actor_row(mention: ActorMention, doc: Doc) -> LexiconRow | None:
    """The row that lists the participant's name, else the longest role noun among its words."""
    for file in ("countries", "bodies", "groups", "leaders"):
        row = index_of(file, "name").get(mention.name or "")
        if row is not None:
            return row
    text = f" {source_text(doc, *chars(mention, doc)).lower()} " if mention.end > mention.start else ""
    nouns = [row for row in lines_of("roles") if any(f" {form} " in text for form in forms(row))]
    return max(nouns, key=lambda row: len(row.cells["noun"]), default=None)


def forms(row: LexiconRow) -> list[str]:
    return [row.cells["noun"].lower(), *(form.lower() for form in split(row.cells["plural"]))]
