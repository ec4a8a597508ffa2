"""What the model of confidence looks at, over a hand-built tree with the real lexicons."""

import pytest
from spacy.language import Language

from extract import confidence, roles, triggers

TWO = """
Peru/Peru/PROPN/NNP 2 nsubj
accused/accuse/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
and/and/CCONJ/CC 5 cc
condemned/condemn/VERB/VBD 2 conj
Brazil/Brazil/PROPN/NNP 5 obj
because/because/SCONJ/IN 9 mark
police/police/NOUN/NN 9 nsubj
arrested/arrest/VERB/VBD 5 advcl
Peruvians/Peruvian/PROPN/NNPS 9 obj
"""


@pytest.fixture
def doc(tree):
    made = Language().create_pipe("actors")(tree(TWO))
    made._.events = triggers.find_events(made)
    for event in made._.events:
        roles.assign(event, made)
    return made


@pytest.fixture
def named(doc):
    heads = {event.head: event.event_type for event in doc._.events}
    return {doc[event.head].text: confidence.features(event, doc, heads) for event in doc._.events}


def test_candidates_of_one_type_in_a_sentence_are_counted(named):
    assert "before it 0 ACCUSE" in named["accused"]
    assert "before it 1 ACCUSE" in named["condemned"]
    assert "before it 0 COERCE" in named["arrested"]


def test_the_clause_and_the_sides_are_told(named):
    assert {"clause advcl", "clause mark because", "actor COP"} <= set(named["arrested"])
    assert {"clause ROOT", "actor GOV", "recipient GOV"} <= set(named["accused"])


def test_no_feature_stands_twice(named):
    assert all(len(names) == len(set(names)) for names in named.values())
