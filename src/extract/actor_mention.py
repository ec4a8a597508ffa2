"""The participant as the text names it, and its stable id."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A participant: tokens `start` to `end` (exclusive), head token `head`.

    `resolved_from` holds the character offsets of the fuller mention that a pronoun or description stands for.
    `kind` is `country`, `body`, `group`, `official`, `people`, `person`, `thing`, `description` or `pronoun`.
    """

    start: int
    end: int
    head: int
    name: str | None
    code: str | None
    sectors: tuple[str, ...]
    actor_id: str | None
    resolved_from: tuple[int, int] | None
    kind: str


Members = tuple[ActorMention, ...]


def slug(name: str) -> str:
    """`Hugo de Zela` -> `hugo-de-zela`; accents fall away."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def actor_id(*, kind: str, name: str | None, code: str | None, sectors: tuple[str, ...]) -> str | None:
    """The same for the same participant in every article: `PER`, `PER:GOV`, `IGO:andean-community`, `USA:joe-biden`.

    None for participants without name and code.
    """
    if kind == "country":
        return code
    if name is not None and kind in ("body", "group", "person", "leader") and slug(name):
        return f"{code or ''}:{slug(name)}"
    if code is None:
        return None
    return ":".join([code, *sectors])
