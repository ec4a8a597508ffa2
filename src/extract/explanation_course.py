"""The events of a Doc after each component of the pipeline, so that one can see which of them decided what."""

from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.event import Event
from extract.reasons import Note, noted

Key = tuple[int, int, str]
Events = dict[Key, Event]
"""Events by what never changes of them."""


def key_of(event: Event) -> Key:
    """The token index of the head, the line of the lexicon row (0 without one) and the type that the row gives."""
    return event.head, event.row.number, event.row.event_type


@dataclass(frozen=True, slots=True)
class Stage:
    """The events after one component, and what its rules noted."""

    component: str
    events: Events
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A Doc that went through the pipeline, with every stage on its way."""

    doc: Doc
    stages: tuple[Stage, ...]

    def before(self, component: str) -> Events:
        """The events as the component found them."""
        index = next(i for i, stage in enumerate(self.stages) if stage.component == component)
        return self.stages[index - 1].events if index else {}

    def after(self, component: str) -> Stage:
        """The stage that the component left."""
        return next(stage for stage in self.stages if stage.component == component)

    def changes(self, event: Event, field: str) -> list[tuple[str, Any]]:
        """The components that set or changed a field of an event, each with the value that it left."""
        found: list[tuple[str, Any]] = []
        for stage in self.stages:
            then = stage.events.get(key_of(event))
            if then is not None and (not found or found[-1][1] != getattr(then, field)):
                found.append((stage.component, getattr(then, field)))
        return found

    def note_of(self, event: Event) -> Note | None:
        """What a rule noted when it made an event without a lexicon row."""
        made = self.changes(event, "row")
        notes = self.after(made[0][0]).notes if made else ()
        return next((n for n in notes if n.token == event.head and n.value == event.row.event_type), None)


def follow(nlp: Language, doc: Doc) -> Course:
    """Send a Doc through the pipeline, keeping what each component did to the events."""
    stages = []
    for name, component in nlp.pipeline:
        with noted(doc) as notes:
            doc = component(doc)
        stages.append(Stage(name, {key_of(event): replace(event) for event in doc._.events}, tuple(notes)))
    return Course(doc, tuple(stages))
