"""Copy a store of names with other names in it, some texts in capitals.

    python augment_ner.py IN.spacy OUT.spacy --places A.csv:name,capital --bodies B.csv:name --people C.csv:name

The sources are small and know few of the world's countries, bodies and surnames. Each copy puts names of the tables
(or of other places in the corpus) into the sentences; persons also get first and last names of different people.
The same seed gives the same output.
"""

import argparse
import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from tokenizer import customize

REPLACED = 0.7
FROM_TABLE = 0.5
CAPITALS = 0.08
LABELS = {"places": "LOC", "bodies": "ORG", "people": "PERSON"}

Name = tuple[list[str], list[bool]]
Pools = dict[str, list[Name]]


def table_names(source: str) -> Iterator[str]:
    """Names of `FILE.csv:column,column`."""
    path, _, columns = source.rpartition(":")
    with Path(path).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield from (row[column].strip() for column in columns.split(",") if row[column].strip())


def tokenized(nlp: Language, names: Iterable[str]) -> list[Name]:
    docs = [nlp.make_doc(name) for name in sorted(set(names))]
    return [([token.text for token in doc], [bool(token.whitespace_) for token in doc]) for doc in docs]


def corpus_pools(docs: Iterable[Doc]) -> Pools:
    """Names by label, as often as they stand in the corpus; lower-case ones are left out."""
    pools: Pools = defaultdict(list)
    for doc in docs:
        for ent in doc.ents:
            if ent.text[0].isupper():
                pools[ent.label_].append(([t.text for t in ent], [bool(t.whitespace_) for t in ent]))
    return pools


def draw(label: str, length: int, corpus: Pools, tables: Pools, rng: random.Random) -> Name:
    """A new name for a mention of `length` words."""
    if tables.get(label) and rng.random() < FROM_TABLE:
        words, spaces = rng.choice(tables[label])
        if label == "PERSON" and length == 1:
            return [words[-1]], [True]
        return words, spaces
    if label == "PERSON" and length == 2:
        pairs = [rng.choice(corpus[label]) for _ in range(2)]
        return [pairs[0][0][0], pairs[1][0][-1]], [True, True]
    return rng.choice(corpus[label])


def renamed(doc: Doc, corpus: Pools, tables: Pools, rng: random.Random) -> Doc:
    """A copy of `doc` in which most names are others of the same kind."""
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    starts = {ent.start: ent for ent in doc.ents}
    i = 0
    while i < len(doc):
        ent = starts.get(i)
        end = ent.end if ent else i + 1
        part, gaps = [t.text for t in doc[i:end]], [bool(t.whitespace_) for t in doc[i:end]]
        if ent and rng.random() < REPLACED:
            new, new_gaps = draw(ent.label_, end - i, corpus, tables, rng)
            part, gaps = new, [*new_gaps[:-1], gaps[-1]]
        words += part
        spaces += gaps
        tags += ["B-" + ent.label_] + ["I-" + ent.label_] * (len(part) - 1) if ent else ["O"]
        i = end
    return Doc(doc.vocab, words=words, spaces=spaces, ents=tags)


def in_capitals(doc: Doc) -> Doc:
    return Doc(
        doc.vocab,
        words=[token.text.upper() for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    for name in LABELS:
        parser.add_argument(f"--{name}", action="append", default=[], metavar="FILE.csv:COLUMNS")
    parser.add_argument("--seed", type=int, default=20240122)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    nlp = spacy.blank("en")
    customize(nlp)
    docs = list(DocBin().from_disk(args.input).get_docs(nlp.vocab))
    tables = {
        label: tokenized(nlp, (name for source in getattr(args, option) for name in table_names(source)))
        for option, label in LABELS.items()
    }
    corpus = corpus_pools(docs)
    store = DocBin(store_user_data=False)
    for doc in docs:
        copy = renamed(doc, corpus, tables, rng)
        store.add(in_capitals(copy) if rng.random() < CAPITALS else copy)
    store.to_disk(args.output)
    print(f"{args.output}: {len(store)} documents")


if __name__ == "__main__":
    main()
