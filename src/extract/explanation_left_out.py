"""Words that could have been triggers, and why they are none."""

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from extract.confidence import LEAST
from extract.event import Event
from extract.explanation_course import Course
from extract.explanation_parts import LeftOut, Reason
from extract.explanation_paths import sentence_of_cues
from extract.explanation_slots import weighing
from extract.lexicon_rows import row_at
from extract.reasons import Note
from extract.trigger_lexicon import TriggerRow, trigger_index, word_classes
from extract.triggers import Clause, is_modifier, is_verbal, matching_row

SHOWN_ROWS = 3


def left_out(course: Course) -> Iterator[tuple[int, LeftOut]]:
    """(token index, reason) in the order of the text, for words that the lexicon lists and for reporting verbs."""
    coded = {event.head for event in course.doc._.events}
    notes = {note.token: note for note in course.after("triggers").notes if note.value is None}
    for token in course.doc:
        if token.is_space or token.is_punct or token.i in coded:
            continue
        found = lost_later(token, course) or never_found(token, notes)
        if found is not None:
            yield token.i, found


def lost_later(token: Token, course: Course) -> LeftOut | None:
    """An event that a component after `triggers` left out."""
    for before, stage in pairwise(course.stages):
        for key, event in before.events.items():
            if key[0] == token.i and key not in stage.events:
                return described(token, event.row, event.event_type, why_dropped(event, stage.component, course))
    return None


def why_dropped(event: Event, component: str, course: Course) -> str:
    if component == "unstated":
        return "nobody takes part in it, and the article makes nobody certain"
    if component == "confidence":
        probability, _ = weighing(event, course)
        return f"its probability of {probability:.2f} lies below {LEAST}"
    return f"left out by the component `{component}`"


def never_found(token: Token, notes: dict[int, Note]) -> LeftOut | None:
    """A word that a rule of `triggers` left out, whose needs are not met, or that only reports."""
    clause = Clause(token)
    row = matching_row(clause)
    if row is not None:
        note = notes.get(token.i)
        if note is None and is_modifier(token):
            return described(token, row, row.event_type, "part of a name, or a description of the noun behind it")
        if note is not None:
            return described(token, row, row.event_type, note.rule + sentence_of_cues(note))
        return None
    if is_verbal(token) and token.lemma_.lower() in word_classes()["reporting"]:
        return described(token, None, None, "a reporting verb: what it reports is coded, the saying is not")
    rows = [row for key in clause.keys if key[0] != "*" for row in trigger_index().get(key, ())]
    return described(token, rows[0], rows[0].event_type, unmet(rows)) if rows else None


def unmet(rows: list[TriggerRow]) -> str:
    """What the rows of a word ask for."""
    cells = [found.cells["needs"] for row in rows[:SHOWN_ROWS] if (found := row_at("triggers", row.number))]
    more = f" and {len(rows) - SHOWN_ROWS} rows more" if len(rows) > SHOWN_ROWS else ""
    return f"the needs of its rows are not met: {'; '.join(cells)}{more}"


def described(token: Token, row: TriggerRow | None, event_type: str | None, rule: str) -> LeftOut:
    span = (token.idx, token.idx + len(token))
    reason = Reason(rule, row=row_at("triggers", row.number) if row else None)
    return LeftOut(token.text, span, event_type, reason)
