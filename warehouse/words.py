"""What a sentence is about, as a set of crude stems. Pure functions."""

import re
from functools import cache, lru_cache
from pathlib import Path

WORD = re.compile(r"[^\W_]+")
STEM_LENGTH = 6
SHORTEST = 3
EMPTY_WORDS = Path(__file__).parent / "lexicons" / "empty_words.csv"


@cache
def empty_words() -> frozenset[str]:
    """Frequent words of news that say nothing of the act."""
    return frozenset(EMPTY_WORDS.read_text(encoding="utf-8").split()[1:])


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The first letters of a word: `signed` and `signing` meet, and so do `visit` and `visited`."""
    word = word.lower()
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:STEM_LENGTH]


@lru_cache(maxsize=65536)
def content_words(text: str, *, without: tuple[str, ...] = ()) -> frozenset[str]:
    """Stems of the words that carry content, but for those of the phrases in `without`; numbers count as words."""
    left_out = {stem(word) for phrase in without for word in WORD.findall(phrase)}
    found = (word for word in WORD.findall(text.lower()) if word.isdigit() or len(word) >= SHORTEST)
    return frozenset(stem(word) for word in found if word not in empty_words()) - left_out
