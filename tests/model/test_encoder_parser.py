"""The component in the shipped pipeline: any text is annotated completely, and what was set before is kept."""

import string

import pytest
import spacy
import spacy.training
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

NLP = spacy.load("en_chasqui_news")
PIECES = st.sampled_from(
    [
        "troops",
        "SHELLED",
        "Peru",
        "\n\n",
        " ",
        "\t",
        ".",
        ",",
        '"',
        "’s",
        "U.S.",
        "🚢",
        "שלום",
        "العراق",
        "\x07",
        "京都",
        "3",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(string.ascii_uppercase + " .\n", max_size=300),
    st.lists(PIECES, max_size=120).map(" ".join),
    st.lists(PIECES, max_size=120).map("".join),
)


def check(doc: Doc) -> None:
    """One root a sentence, heads inside it, names inside it, every layer filled."""
    for sent in doc.sents:
        assert [token for token in sent if token.head == token] == [sent.root]
        assert all(sent.start <= token.head.i < sent.end for token in sent)
    for token in doc:
        assert token.tag_
        assert token.pos_
        assert token.lemma_
        assert token.dep_
        assert (token.pos_ == "SPACE") == token.is_space
    assert all(ent.label_ in {"PERSON", "ORG", "LOC"} for ent in doc.ents)
    assert doc.tensor.shape == (len(doc), 384) if len(doc) else True


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_any_text_gets_whole_trees(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    check(doc)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, min_size=3, max_size=60).map(" ".join), st.data())
def test_sentence_starts_set_before_are_kept(text: str, data: st.DataObject) -> None:
    doc = NLP.make_doc(text)
    words = [token.i for token in doc if token.i and not token.is_space]
    marks = {i: data.draw(st.booleans()) for i in words[:: data.draw(st.integers(1, 4))]}
    for i, mark in marks.items():
        doc[i].is_sent_start = mark
    doc = NLP(doc)
    check(doc)
    first = next((token.i for token in doc if not token.is_space), 0)
    assert all(doc[i].is_sent_start == mark for i, mark in marks.items() if i != first)


@pytest.mark.parametrize("words", [400, 3000])
def test_long_text_is_read_in_stretches(words: int) -> None:
    text = "Police arrested two men in Lima on Monday. The talks will resume in March. " * (words // 14)
    doc = NLP(text)
    check(doc)
    assert {sent[0].text for sent in doc.sents} == {"Police", "The"}
    assert {token.head.text for token in doc if token.text == "men"} == {"arrested"}


def test_stretches_end_at_paragraphs() -> None:
    paragraph = "Workers at the port went on strike because their wages had not been paid. " * 8
    doc = NLP(f"{paragraph}\n\n{paragraph}\n\n{paragraph}")
    check(doc)
    assert len(list(doc.sents)) == 24


def test_an_entity_may_hold_a_line_break() -> None:
    doc = NLP("He met the Foreign Minister of New\nZealand in Lima.")
    check(doc)
    assert "Lima" in [ent.text for ent in doc.ents]


def test_component_can_be_stored_and_sent_to_processes() -> None:
    def rows(nlp: Language) -> list[tuple[str, int, str, str]]:
        doc = nlp("Rebels shelled the town of Oru on Friday.")
        return [(token.dep_, token.head.i, token.lemma_, token.ent_type_) for token in doc]

    copy = spacy.blank("en")
    copy.tokenizer.from_bytes(NLP.tokenizer.to_bytes())
    copy.add_pipe("encoder_parser")
    copy.from_bytes(NLP.to_bytes())
    assert rows(copy) == rows(NLP)


def test_scores_under_the_usual_names() -> None:
    doc = NLP("Rebels shelled the town of Oru on Friday.")
    figures = NLP.get_pipe("encoder_parser").score([spacy.training.Example(doc.copy(), doc)])
    assert {figures[name] for name in ("tag_acc", "pos_acc", "lemma_acc", "dep_las", "ents_f")} == {1.0}
