"""Join the syntax and the entity pipeline into one.

    python assemble.py SYNTAX NER OUT

`ner` brings a network of its own: the listener on the shared one is replaced by a copy of what it was trained with.
"""

import argparse
from pathlib import Path

import spacy
from spacy.language import Language


def assemble(syntax: Path, ner: Path) -> Language:
    """Return the syntax pipeline with the entity recognizer of `ner` added."""
    nlp = spacy.load(syntax)
    entities = spacy.load(ner)
    if "tok2vec" in entities.pipe_names:
        entities.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=entities)
    return nlp


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("syntax", type=Path)
    parser.add_argument("ner", type=Path)
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    nlp = assemble(args.syntax, args.ner)
    nlp.to_disk(args.output)
    print(f"{args.output}: {', '.join(nlp.pipe_names)}")


if __name__ == "__main__":
    main()
