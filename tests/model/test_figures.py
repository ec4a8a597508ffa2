"""The shipped pipeline on `sentences.conllu`: 40 invented sentences of news with tags, lemmas, trees and names.

Counts of right words of 424 (heads and labels: of 376), from raw text. The numbers below are what the package reaches,
less a few that other processors may round otherwise.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
import spacy

SOURCE = Path(__file__).with_name("sentences.conllu")
REACHED = {"tokens": 424, "pos": 418, "tag": 412, "lemma": 416, "head": 364, "label": 359, "names": 418}


@dataclass
class Gold:
    text: str
    rows: list[list[str]]


def read() -> list[Gold]:
    found = []
    for block in SOURCE.read_text(encoding="utf-8").strip().split("\n\n"):
        first, *lines = block.splitlines()
        found.append(Gold(first.removeprefix("# text = "), [line.split("\t") for line in lines]))
    return found


@pytest.fixture(scope="module")
def counts() -> dict[str, int]:
    """Right answers of each layer; heads and labels without punctuation."""
    right = dict.fromkeys(REACHED, 0)
    gold = read()
    for wanted, doc in zip(gold, spacy.load("en_chasqui_news").pipe(g.text for g in gold), strict=True):
        if [token.text for token in doc] != [row[1] for row in wanted.rows]:
            continue
        for token, row in zip(doc, wanted.rows, strict=True):
            _, _, lemma, pos, tag, _, head, dep, _, misc = row
            arc = pos != "PUNCT" and (0 if token.head == token else token.head.i + 1) == int(head)
            name = next((part[5:] for part in misc.split("|") if part.startswith("Name=")), "O")
            right["tokens"] += 1
            right["pos"] += token.pos_ == pos
            right["tag"] += token.tag_ == tag
            right["lemma"] += token.lemma_ == lemma
            right["head"] += arc
            right["label"] += arc and token.dep_.lower() == dep
            right["names"] += (f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O") == name
    return right


def test_gold_is_well_formed() -> None:
    for gold in read():
        heads = [int(row[6]) for row in gold.rows]
        assert heads.count(0) == 1
        assert all(0 <= head <= len(heads) and head != i for i, head in enumerate(heads, start=1))
        assert [row[0] for row in gold.rows] == [str(i + 1) for i in range(len(heads))]


@pytest.mark.parametrize("layer", REACHED)
def test_reaches_what_its_card_says(counts: dict[str, int], layer: str) -> None:
    assert counts[layer] >= REACHED[layer]
