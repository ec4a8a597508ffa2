"""Join stores of documents into one.

python merge.py IN.spacy... OUT.spacy
"""

import argparse
from pathlib import Path

import spacy
from spacy.tokens import DocBin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    vocab = spacy.blank("en").vocab
    store = DocBin(store_user_data=False)
    for path in args.inputs:
        for doc in DocBin().from_disk(path).get_docs(vocab):
            store.add(doc)
    store.to_disk(args.output)
    print(f"{args.output}: {len(store)} documents")


if __name__ == "__main__":
    main()
