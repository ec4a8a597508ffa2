"""The events of a Doc after each component of the pipeline, so that one can see which of them decided what."""

from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.event import Event
from extract.reasons import Note, noted

Events = dict[int, Event]
"""Events by the token index of their head."""


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

    def changes(self, head: int, field: str) -> list[tuple[str, Any]]:
        """The components that set or changed a field of an event, each with the value that it left."""
        found: list[tuple[str, Any]] = []
        for stage in self.stages:
            event = stage.events.get(head)
            if event is not None and (not found or found[-1][1] != getattr(event, field)):
                found.append((stage.component, getattr(event, field)))
        return found


def follow(nlp: Language, doc: Doc) -> Course:
    """Send a Doc through the pipeline, keeping what each component did to the events."""
    stages = []
    for name, component in nlp.pipeline:
        with noted(doc) as notes:
            doc = component(doc)
        stages.append(Stage(name, {event.head: replace(event) for event in doc._.events}, tuple(notes)))
    return Course(doc, tuple(stages))
