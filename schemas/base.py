"""What all records share: frozen, and no unknown fields."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Base of every model: immutable, strict about fields it doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """A piece of an article's stored text: `text == article.text[start:end]`, in characters."""

    text: str
    start: int
    end: int
