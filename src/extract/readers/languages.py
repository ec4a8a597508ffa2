"""The language of a text, by its letters."""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from extract.lexicons import read_rows
from schemas.article import MetadataSource

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Shorter texts tell little: what is declared holds.
MIN_LETTERS = 100
LOOKED_AT = 4000
SURE = 0.9


class LanguageFound(NamedTuple):
    """A language code, and who says so (None: nobody, English is assumed)."""

    language: str
    source: MetadataSource | None


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([row["language"] for row in read_rows("languages", columns=("language", "name"))])
    return identifier


def find_language(text: str, *, declared: str | None, origin: MetadataSource) -> LanguageFound:
    """The language of a text: by its letters where they are enough to be sure, else as declared by `origin`.

    Pages often declare the language of their template, so what they declare decides only where the text can't.
    """
    code = primary(declared)
    sample = text[:LOOKED_AT]
    letters = sum(character.isalpha() for character in sample)
    if letters >= MIN_LETTERS:
        guess = _sure_guess(sample)
        if guess is not None and guess == code:
            return LanguageFound(guess, origin)
        if guess is not None and all(_sure_guess(half) == guess for half in _halves(sample)):
            return LanguageFound(guess, "text")
    return LanguageFound(code, origin) if code else LanguageFound("en", None)


def _sure_guess(text: str) -> str | None:
    guess, confidence = _identifier().classify(text)
    return guess if confidence >= SURE else None


def _halves(text: str) -> tuple[str, str]:
    """A text that is full of foreign names looks foreign in one half, seldom in both."""
    middle = len(text) // 2
    return text[:middle], text[middle:]


def primary(tag: str | None) -> str | None:
    """`en-US`, `EN_us` -> `en`; None for what is no language tag."""
    code = (tag or "").strip().replace("_", "-").split("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else None
