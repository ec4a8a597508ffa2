"""Column files of named entities (CoNLL, IOB2) -> spaCy DocBin with PERSON, ORG and LOC.

    python convert_ner.py IN.conll.gz... OUT.spacy [--fold train|held] [--mentions]

`--fold` keeps four fifths (`train`) or the held-out fifth (`held`) of each file, by position in blocks, so that
neighbouring sentences stay on one side. Labels of the sources that have no counterpart are left out (O).
`--mentions` is for re3d, which marks every mention (`the regime`, `she`) and splits words at punctuation: the name
inside each mention is kept, mentions without a name are dropped, and words are joined again.
"""

import argparse
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

LABELS = {
    "PER": "PERSON", "Person": "PERSON",
    "ORG": "ORG", "Organisation": "ORG",
    "LOC": "LOC", "Location": "LOC",
}  # fmt: skip
NO_SPACE_BEFORE = set(".,;:!?)]}%") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "’s"}
NO_SPACE_AFTER = set("([{$£€")
JOINERS = {"-", "/", "'", "’"}
DETERMINERS = {
    "a", "all", "an", "any", "both", "each", "every", "former", "he", "her", "here", "his", "i", "it", "its", "many",
    "me", "more", "most", "my", "no", "one", "our", "she", "some", "that", "the", "their", "there", "these", "they",
    "this", "those", "us", "we", "who", "you", "your",
}  # fmt: skip
TITLES = {
    "adm.", "ambassador", "assistant", "brig.", "capt.", "captain", "chairman", "chief", "col.", "colonel", "commander",
    "deputy", "director", "dr", "dr.", "foreign", "gen.", "general", "gov.", "governor", "judge", "lady", "lord", "lt.",
    "maj.", "major", "minister", "miss", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "premier", "president", "prime",
    "prof.", "professor", "rear", "rep.", "representative", "secretary", "sen.", "senator", "sgt.", "sheikh", "sir",
    "speaker", "special", "state", "vice",
}  # fmt: skip
DEMONYM = re.compile(r"(?:[a-z]i|an|ese|ish|French|Dutch|Greek)s?")
SENTENCES_PER_DOC = 6
BLOCK = 50


def read_sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (words, tags); a row's word is its first column, or the second in numbered files (UNER)."""
    words: list[str] = []
    tags: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# ") and "\t" not in line:
                continue
            if not line.strip():
                if words:
                    yield words, tags
                words, tags = [], []
                continue
            columns = line.split("\t") if "\t" in line else line.split(" ")
            numbered = len(columns) > 3
            words.append(columns[1] if numbered else columns[0])
            tags.append(columns[2] if numbered else columns[-1])
    if words:
        yield words, tags


def to_iob2(tags: list[str]) -> list[str]:
    """Map labels and write every first token of an entity as B- (Wikigold has only I-)."""
    mapped: list[str] = []
    previous = "O"
    for tag in tags:
        prefix, _, name = tag.partition("-")
        label = LABELS.get(name)
        if label is None:
            mapped.append("O")
            previous = "O"
            continue
        mapped.append(("B-" if prefix == "B" or previous != label else "I-") + label)
        previous = label
    return mapped


def spans(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label) of the entities in IOB2 tags."""
    start = 0
    for i, tag in enumerate([*tags, "O"]):
        if tag.startswith("I-"):
            continue
        if i and start < i and tags[start] != "O":
            yield start, i, tags[start][2:]
        start = i


def name_part(words: list[str], label: str) -> tuple[int, int] | None:
    """Bounds of the name inside a mention: no determiners, titles or trailing common nouns; None without a name."""
    first, last = 0, len(words)
    if label == "PERSON":
        titles = [i for i, word in enumerate(words) if word.lower() in TITLES]
        first = titles[-1] + 1 if titles else 0
    while first < last and (not words[first][:1].isupper() or words[first].lower() in DETERMINERS):
        first += 1
    while last > first and not words[last - 1][:1].isupper():
        last -= 1
    lone_demonym = last - first == 1 and last < len(words) and DEMONYM.search(words[first]) is not None
    long_tail = len(words) - last > 3 or any(word[:1].islower() and len(word) > 4 for word in words[first:last])
    return None if first == last or lone_demonym or long_tail else (first, last)


def names_only(words: list[str], tags: list[str]) -> list[str]:
    """Rewrite IOB2 tags of mentions so that only the names in them stay marked."""
    kept = ["O"] * len(tags)
    for start, end, label in spans(tags):
        part = name_part(words[start:end], label)
        if part is not None:
            first, last = start + part[0], start + part[1]
            kept[first:last] = ["B-" + label] + ["I-" + label] * (last - first - 1)
    return kept


def without_arabic(words: list[str], tags: list[str]) -> tuple[list[str], list[str]]:
    """Drop words of Arabic letters: re3d splits them into single letters, as no article has them."""
    kept = [(word, tag) for word, tag in zip(words, tags, strict=True) if not "\u0600" <= word[0] <= "\u06ff"]
    return [word for word, _ in kept], [tag for _, tag in kept]


def spacing(words: list[str], *, rejoin: bool = False) -> list[bool]:
    """Guess which words a space follows; the sources keep no spacing. `rejoin` also closes up hyphens and slashes."""
    after = [True] * len(words)
    for i, word in enumerate(words):
        joins = rejoin and word in JOINERS and 0 < i < len(words) - 1
        if word in NO_SPACE_AFTER or joins:
            after[i] = False
        if i and (word in NO_SPACE_BEFORE or joins):
            after[i - 1] = False
    return after


def to_doc(vocab: Vocab, group: list[tuple[list[str], list[str]]], *, mentions: bool = False) -> Doc:
    words: list[str] = []
    tags: list[str] = []
    for raw_words, raw_tags in group:
        sentence, marks = raw_words, to_iob2(raw_tags)
        if mentions:
            sentence, marks = without_arabic(sentence, marks)
            marks = names_only(sentence, marks)
        words += sentence
        tags += marks
    return Doc(vocab, words=words, spaces=spacing(words, rejoin=mentions), ents=tags)


def in_fold(index: int, fold: str | None) -> bool:
    held = (index // BLOCK) % 5 == 4
    return fold is None or held == (fold == "held")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--fold", choices=["train", "held"])
    parser.add_argument("--mentions", action="store_true")
    args = parser.parse_intermixed_args()
    vocab = spacy.blank("en").vocab
    store = DocBin(store_user_data=False)
    for path in args.inputs:
        kept = [s for i, s in enumerate(read_sentences(path)) if in_fold(i, args.fold)]
        for start in range(0, len(kept), SENTENCES_PER_DOC):
            store.add(to_doc(vocab, kept[start : start + SENTENCES_PER_DOC], mentions=args.mentions))
    args.output.parent.mkdir(parents=True, exist_ok=True)
    store.to_disk(args.output)
    print(f"{args.output}: {len(store)} documents")


if __name__ == "__main__":
    main()
