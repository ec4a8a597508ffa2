"""Every custom attribute that the pipeline sets on a Doc, in one place.

| attribute | set by | holds |
|---|---|---|
| `doc._.article` | `pipeline.make_doc` | the `schemas.Article` that the Doc was made from |
| `doc._.actors` | `actors` | `ActorMention`s, in the order of the text |
| `doc._.dates` | `dates` | `DateMention`s |
| `doc._.places` | `places` | `PlaceMention`s |
| `doc._.quantities` | `quantities` | `QuantityMention`s |
| `doc._.instruments` | `instruments` | `InstrumentMention`s |
| `doc._.events` | `triggers`, then filled in by the later components | `Event`s |
"""

from spacy.tokens import Doc

LISTS = ("actors", "dates", "places", "quantities", "instruments", "events")


def register() -> None:
    """Register the attributes; safe to call again."""
    if not Doc.has_extension("article"):
        Doc.set_extension("article", default=None)
    for name in LISTS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])


register()
