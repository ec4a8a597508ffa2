"""Names in GUM (`Entity=` of the MISC column) -> spaCy DocBin with PERSON, ORG and LOC.

    python convert_gum_ner.py IN.conllu.gz... OUT.spacy [--genres news,interview,...]

GUM marks every mention (`the old city of Lima`, `they`). Of a person, organization or place whose head is a proper
noun the name alone is kept, cut as in the other sources: no articles, titles, appositions or relative clauses. The
outermost name wins: `University of Lima` is one organisation, without a place in it.
"""

import argparse
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from convert_ner import TITLES
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
MARK = re.compile(r"\((?P<open>\d+)-(?P<kind>[a-z]+)(?:-[^()]*)?(?P<single>\))?|(?P<close>\d+)\)")
LINKS = {"of", "and", "for", "the", "de", "del", "la", "las", "los", "da", "do", "dos", "du", "al", "el", "von", "van"}
PERSON_LINKS = LINKS - {"of", "and", "for", "the"}
NAME_POS = {"PROPN", "ADJ", "NOUN", "NUM", "VERB", "X"}
OUTSIDE = {"det", "nmod:poss", "nmod:desc", "case", "punct", "appos"}
SENTENCES_PER_DOC = 8


@dataclass
class Sentence:
    """The columns that names are cut from; `mentions` are (start, end, kind)."""

    document: str = ""
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    mentions: list[tuple[int, int, str]] = field(default_factory=list)


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield GUM's sentences with their entity mentions."""
    document = ""
    opened: dict[str, list[tuple[int, str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        sentence = Sentence()
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                document = line.removeprefix("# newdoc id = ")
            if line.startswith("#"):
                continue
            if not line:
                if sentence.words:
                    yield sentence
                sentence, opened = Sentence(), {}
                continue
            columns = line.split("\t")
            sentence.document = document
            if columns[0].isdigit():
                add_token(sentence, columns, opened)
            elif "-" in columns[0]:
                opened["multiword"] = [(int(columns[0].split("-")[1]), columns[9])]
        if sentence.words:
            yield sentence


def add_token(sentence: Sentence, columns: list[str], opened: dict[str, list[tuple[int, str]]]) -> None:
    index, misc = int(columns[0]) - 1, columns[9].split("|")
    multiword = opened.get("multiword", [(0, "")])[0]
    inside = index + 1 < multiword[0]
    tight = "SpaceAfter=No" in (multiword[1].split("|") if index + 1 == multiword[0] else misc)
    sentence.words.append(columns[1])
    sentence.spaces.append(not tight and not inside)
    sentence.pos.append(columns[3])
    sentence.tags.append(columns[4])
    sentence.heads.append(int(columns[6]) - 1)
    sentence.deps.append(columns[7])
    entity = next((item.removeprefix("Entity=") for item in misc if item.startswith("Entity=")), "")
    for mark in MARK.finditer(entity):
        if mark["close"]:
            if opened.get(mark["close"]):
                start, kind = opened[mark["close"]].pop()
                sentence.mentions.append((start, index + 1, kind))
        elif mark["single"]:
            sentence.mentions.append((index, index + 1, mark["kind"]))
        else:
            opened.setdefault(mark["open"], []).append((index, mark["kind"]))


def head_of(sentence: Sentence, start: int, end: int) -> int:
    """First token of the span whose head lies outside it."""
    return next((i for i in range(start, end) if not start <= sentence.heads[i] < end), start)


def name_bounds(sentence: Sentence, start: int, end: int, label: str) -> tuple[int, int] | None:
    """Grow the name from the mention's head to both sides; None where the head is no name."""
    head = head_of(sentence, start, end)
    plural_person = label == "PERSON" and sentence.tags[head] == "NNPS"
    if sentence.pos[head] != "PROPN" or plural_person or not sentence.words[head][:1].isupper():
        return None
    first = head
    while first > start and is_name_word(sentence, first - 1, label):
        first -= 1
    last = head + 1
    links = PERSON_LINKS if label == "PERSON" else LINKS
    while last < end:
        step = next((i for i in range(last, end) if sentence.words[i].lower() not in links), end)
        if step == end or not is_name_word(sentence, step, label):
            break
        last = step + 1
    while last - first > 1 and sentence.words[last - 1] in {"-", "&", "'"}:
        last -= 1
    only_title = label == "PERSON" and all(word.lower() in TITLES for word in sentence.words[first:last])
    return None if only_title else (first, last)


def is_name_word(sentence: Sentence, index: int, label: str) -> bool:
    word = sentence.words[index]
    if word in {"-", "&"}:
        return True
    if sentence.deps[index] in OUTSIDE or sentence.pos[index] not in NAME_POS:
        return False
    if label == "PERSON" and word.lower() in TITLES:
        return False
    return word[:1].isupper() or (label != "PERSON" and word.isdigit())


def names(sentence: Sentence) -> list[str]:
    """IOB2 tags of a sentence; longer mentions first, those that overlap a taken one are left out."""
    tags = ["O"] * len(sentence.words)
    for start, end, kind in sorted(sentence.mentions, key=lambda m: (m[0] - m[1], m[0])):
        label = LABELS.get(kind)
        bounds = name_bounds(sentence, start, end, label) if label else None
        if bounds is None or any(tag != "O" for tag in tags[bounds[0] : bounds[1]]):
            continue
        tags[bounds[0] : bounds[1]] = ["B-" + str(label)] + ["I-" + str(label)] * (bounds[1] - bounds[0] - 1)
    return tags


def to_docs(vocab: Vocab, sentences: list[Sentence]) -> Iterator[Doc]:
    for start in range(0, len(sentences), SENTENCES_PER_DOC):
        group = sentences[start : start + SENTENCES_PER_DOC]
        words = [word for sentence in group for word in sentence.words]
        spaces = [space for sentence in group for space in sentence.spaces]
        yield Doc(vocab, words=words, spaces=spaces, ents=[tag for sentence in group for tag in names(sentence)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--genres", default="", help="comma-separated; all when empty")
    args = parser.parse_args()
    genres = {genre for genre in args.genres.split(",") if genre}
    vocab = spacy.blank("en").vocab
    store = DocBin(store_user_data=False)
    for path in args.inputs:
        sentences = [s for s in read_sentences(path) if not genres or s.document.split("_")[1] in genres]
        for doc in to_docs(vocab, sentences):
            store.add(doc)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    store.to_disk(args.output)
    print(f"{args.output}: {len(store)} documents")


if __name__ == "__main__":
    main()
