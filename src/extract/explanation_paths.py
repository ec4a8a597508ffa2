"""Paths through a dependency tree and cues of rules, in words."""

from spacy.tokens import Token

from extract.reasons import Note
from extract.syntax import case_of, upward

MAX_STEPS = 12


def path(start: Token, end: Token) -> str:
    """The way from one word to another: `signed ↓obj accord ↓nmod(with) Chile`; `↑` climbs to a governor."""
    if start == end:
        return start.text
    climb = list(upward(start))
    descent = list(upward(end))
    over = {token.i for token in climb}
    top = next((token for token in descent if token.i in over), None)
    if top is None:
        return f"{start.text} … {end.text}"
    up = climb[: next(i for i, t in enumerate(climb) if t == top)]
    down = descent[: next(i for i, t in enumerate(descent) if t == top)]
    steps = [start.text, *(f"↑{label(token)} {token.head.text}" for token in up)]
    steps += [f"↓{label(token)} {token.text}" for token in reversed(down)]
    return " ".join(steps if len(steps) <= MAX_STEPS else [*steps[:MAX_STEPS], "…"])


def label(token: Token) -> str:
    """The relation of a word to its governor, with the adposition that marks it."""
    case = case_of(token)
    return f"{token.dep_}({case})" if case else str(token.dep_)


def sentence_of_cues(note: Note) -> str:
    """The cues of a note in quotes, after a colon."""
    return f": {', '.join(f'“{cue}”' for cue in sorted(note.cues))}" if note.cues else ""
