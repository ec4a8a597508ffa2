"""Words -> pieces of an uncased WordPiece vocabulary, and the shape that lower-casing takes away."""

import unicodedata
from collections.abc import Sequence

PAD, UNKNOWN, FIRST, LAST = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
MAX_PIECES = 8
MAX_CHARACTERS = 200
MAX_PART = 100
CACHED_WORDS = 100_000
SHAPES = ("pad", "lower", "title", "upper", "mixed", "letter", "digits", "code", "symbol", "other", "edge")
CJK = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))

Encoded = tuple[tuple[int, ...], int]


class WordPiece:
    """Encodes one word at a time and remembers what it has seen; long words lose their middle."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self._seen: dict[str, Encoded] = {}
        self.unknown, self.first, self.last = (self._ids[name] for name in (UNKNOWN, FIRST, LAST))

    def __call__(self, word: str) -> Encoded:
        """Ids of the word's pieces (one at least, `MAX_PIECES` at most) and the number of its shape."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= CACHED_WORDS:
                self._seen.clear()
            found = self._seen[word] = (self._pieces(word), shape(word))
        return found

    def _pieces(self, word: str) -> tuple[int, ...]:
        ids = [piece for part in parts(word) for piece in self._longest(part)] or [self.unknown]
        return tuple(ids if len(ids) <= MAX_PIECES else [*ids[: MAX_PIECES - 1], ids[-1]])

    def _longest(self, part: str) -> list[int]:
        """Longest pieces first, from the left; the unknown piece alone where some letter has none."""
        ids: list[int] = []
        start = 0
        while start < len(part) <= MAX_PART:
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                found = self._ids.get(prefix + part[start:end])
                if found is not None:
                    ids.append(found)
                    start = end
                    break
            else:
                return [self.unknown]
        return ids or [self.unknown]


def parts(word: str) -> list[str]:
    """The word in lower case without accents and control characters, cut at punctuation."""
    spaced = []
    for character in unicodedata.normalize("NFD", word[:MAX_CHARACTERS].lower()):
        category = unicodedata.category(character)
        if category == "Mn" or category[0] == "C" or character == "\ufffd":
            continue
        spaced.append(f" {character} " if stands_alone(character, category) else character)
    return "".join(spaced).split()


def stands_alone(character: str, category: str) -> bool:
    code = ord(character)
    symbol = 33 <= code <= 126 and not character.isalnum()
    return symbol or category[0] == "P" or any(low <= code <= high for low, high in CJK)


def shape(word: str) -> int:
    """Index into `SHAPES`."""
    letters = any(character.isalpha() for character in word)
    if any(character.isdigit() for character in word):
        name = "code" if letters else "digits"
    elif not letters:
        name = "symbol"
    elif word.islower():
        name = "lower"
    elif len(word) == 1:
        name = "letter" if word.isupper() else "other"
    elif word.isupper():
        name = "upper"
    elif word[0].isupper() and word[1:].islower():
        name = "title"
    else:
        name = "mixed" if word.lower() != word else "other"
    return SHAPES.index(name)
