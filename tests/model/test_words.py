"""Pieces, shapes and lemma rules."""

import numpy as np
import pytest
from en_chasqui_news.lemmas import Lemmatizer, apply_rule, rule_of
from en_chasqui_news.wordpiece import MAX_PIECES, SHAPES, WordPiece, shape
from hypothesis import given
from hypothesis import strategies as st

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "pro", "##test", "##s", "cafe", "u", "s", ".", "'", "京"]


@pytest.fixture(scope="module")
def encode() -> WordPiece:
    return WordPiece(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Protests", ["pro", "##test", "##s"]),
        ("Café", ["cafe"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("京s", ["京", "s"]),
        ("zebra", ["[UNK]"]),
        ("\x00\u200b", ["[UNK]"]),
    ],
)
def test_pieces(encode: WordPiece, word: str, pieces: list[str]) -> None:
    assert [VOCABULARY[i] for i in encode(word)[0]] == pieces


@given(st.text(min_size=1))
def test_any_word_has_pieces(word: str) -> None:
    ids, number = WordPiece(VOCABULARY)(word)
    assert 1 <= len(ids) <= MAX_PIECES
    assert 0 < number < len(SHAPES)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("border", "lower"), ("Border", "title"), ("BORDER", "upper"), ("McKay", "mixed"), ("A", "letter"),
        ("a", "lower"), ("1999", "digits"), ("F16", "code"), ("--", "symbol"), ("U.S.", "upper"), ("京", "other"),
    ],
)  # fmt: skip
def test_shapes(word: str, name: str) -> None:
    assert SHAPES[shape(word)] == name


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_rule_makes_the_lemma_it_was_read_from(form: str, lemma: str) -> None:
    rule = rule_of(form, lemma)
    assert rule is None or apply_rule(form, rule) == lemma


@pytest.mark.parametrize(
    ("form", "lemma"), [("Ministries", "ministry"), ("fled", "flee"), ("Peru", "Peru"), ("PERU", "Peru"), ("was", "be")]
)
def test_rules_of_words(form: str, lemma: str) -> None:
    assert apply_rule(form, str(rule_of(form, lemma))) == lemma


RULES = ["l1", "l0", "l1e", "k0", "t0"]


def lemma(text: str, pos: str, best: list[str]) -> str:
    """With the scores falling from the first of `best` on."""
    scores = np.array([10 - best.index(rule) if rule in best else 0 for rule in RULES], dtype=np.float32)
    table = Lemmatizer(RULES, {"men\tNOUN": "l2an"}, {"VERB": ["flee", "close"], "NOUN": ["man"]})
    return table(text, pos, scores)


def test_known_lemma_wins_over_a_slightly_better_rule() -> None:
    assert lemma("fled", "VERB", ["l1", "l1e"]) == "flee"


def test_without_a_known_lemma_the_best_rule_wins() -> None:
    assert lemma("blarked", "VERB", ["l1", "l1e"]) == "blarke"


def test_the_table_knows_irregular_forms() -> None:
    assert lemma("men", "NOUN", ["l1"]) == "man"
    assert lemma("Men", "NOUN", ["l1"]) == "man"


def test_names_are_left_to_the_network() -> None:
    assert lemma("Fled", "PROPN", ["k0"]) == "Fled"
