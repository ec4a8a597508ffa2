"""CoNLL-U treebank -> spaCy DocBin.

    python convert_ud.py IN.conllu[.gz]... OUT.spacy [--genres news,interview,...]

Each output Doc holds up to SENTENCES_PER_DOC sentences of one source document, so that the parser learns where
sentences end. The text is rebuilt exactly: `SpaceAfter=No` and multiword tokens (`don't`) leave no space, and a
paragraph break of the source becomes a blank-line token, as it stands in an article.
"""

import argparse
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

SENTENCES_PER_DOC = 8
PARAGRAPH = "\n\n"


@dataclass
class Sentence:
    """One tree: parallel columns, heads counted inside the sentence (0-based, own index for the root)."""

    genre: str = ""
    new_document: bool = False
    new_paragraph: bool = False
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the trees of a CoNLL-U file (plain or gzipped) in their order."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        genre = ""
        sentence = Sentence()
        multiword: tuple[int, int, bool] | None = None
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                if line.startswith("# newdoc id = GUM_"):
                    genre = line.split("_")[1]
                sentence.new_document |= line.startswith("# newdoc")
                sentence.new_paragraph |= line.startswith("# newpar") and not line.startswith("# newpar_block")
                continue
            if not line:
                if sentence.words:
                    sentence.genre = genre
                    yield sentence
                sentence, multiword = Sentence(), None
                continue
            columns = line.split("\t")
            token_id, misc = columns[0], columns[9]
            space = "SpaceAfter=No" not in misc.split("|")
            if "-" in token_id:
                first, last = token_id.split("-")
                multiword = (int(first), int(last), space)
                continue
            if "." in token_id:  # empty node of the enhanced graph
                continue
            index = int(token_id)
            if multiword and multiword[0] <= index <= multiword[1]:
                space = multiword[2] if index == multiword[1] else False
            add_token(sentence, index, columns, space)
        if sentence.words:
            yield sentence


def add_token(sentence: Sentence, index: int, columns: list[str], space: bool) -> None:
    head = int(columns[6])
    sentence.words.append(columns[1])
    sentence.spaces.append(space)
    sentence.lemmas.append(columns[2] if columns[2] != "_" else columns[1])
    sentence.pos.append(columns[3])
    sentence.tags.append(columns[4])
    sentence.morphs.append("" if columns[5] == "_" else columns[5])
    sentence.heads.append(head - 1 if head else index - 1)
    sentence.deps.append(columns[7])


def groups(sentences: Iterator[Sentence], size: int) -> Iterator[list[Sentence]]:
    """Cut a stream of sentences into runs of at most `size` that never cross a document."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (sentence.new_document or len(group) == size):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def to_doc(vocab: Vocab, group: list[Sentence]) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    lemmas: list[str] = []
    pos: list[str] = []
    tags: list[str] = []
    morphs: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    for sentence in group:
        if words and sentence.new_paragraph:
            spaces[-1] = False
            heads.append(len(words) - 1)
            words.append(PARAGRAPH)
            spaces.append(False)
            lemmas.append(PARAGRAPH)
            pos.append("SPACE")
            tags.append("_SP")
            morphs.append("")
            deps.append("dep")
        base = len(words)
        words += sentence.words
        spaces += sentence.spaces
        lemmas += sentence.lemmas
        pos += sentence.pos
        tags += sentence.tags
        morphs += sentence.morphs
        heads += [base + head for head in sentence.heads]
        deps += ["ROOT" if dep == "root" else dep for dep in sentence.deps]
    return Doc(
        vocab, words=words, spaces=spaces, lemmas=lemmas, pos=pos, tags=tags, morphs=morphs, heads=heads, deps=deps
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--genres", default="", help="of GUM, comma-separated; everything when empty")
    args = parser.parse_args()
    genres = {genre for genre in args.genres.split(",") if genre}
    vocab = spacy.blank("en").vocab
    store = DocBin(store_user_data=False)
    count = 0
    for path in args.inputs:
        sentences = (s for s in read_sentences(path) if not genres or s.genre in genres)
        for group in groups(sentences, SENTENCES_PER_DOC):
            store.add(to_doc(vocab, group))
            count += len(group)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    store.to_disk(args.output)
    print(f"{args.output}: {count} sentences in {len(store)} documents")


if __name__ == "__main__":
    main()
