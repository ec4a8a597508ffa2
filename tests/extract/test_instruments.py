import pytest

from extract.instruments import as_record, find_instruments, instrument_for, nouns
from schemas import Instrument

SMALL = {"of": "ADP", "on": "ADP", "against": "ADP", "and": "CCONJ", "the": "DET", "signed": "VERB", "'s": "PART"}


def tagged(blank, text):
    doc = blank(text)
    for token in doc:
        token.pos_ = SMALL.get(token.text.lower(), "PROPN" if token.text[0].isupper() else "NOUN")
        token.is_sent_start = token.i == 0
    return doc


@pytest.mark.parametrize(
    ("text", "name", "acronym"),
    [
        ("they signed the Resolute Action Plan (PAR) today", "Resolute Action Plan", "PAR"),
        ("they signed the Declaration of Lima", "Declaration of Lima", None),
        ("under Operation Condor they", "Operation Condor", None),
        ("the 1954 Caracas Convention", "1954 Caracas Convention", None),
        ("the Global Container Control Programme", "Global Container Control Programme", None),
        ("the Convention against Corruption", "Convention against Corruption", None),
        ("under Peru's National Security Plan", "National Security Plan", None),
        ("with Security Council Resolution 2254 today", "Security Council Resolution 2254", None),
    ],
)
def test_names(blank, text, name, acronym):
    (mention,) = find_instruments(tagged(blank, text))
    assert (mention.name, mention.acronym) == (name, acronym)


@pytest.mark.parametrize(
    "text", ["a plan of the ministry", "the Agreement", "the Lima Convention Center", "a new treaty"]
)
def test_what_has_no_name(blank, text):
    assert find_instruments(tagged(blank, text)) == []


SIGNED = """
Ministers/minister/NOUN/NNS 2 nsubj
signed/sign/VERB/VBD 0 root
the/the/DET/DT 5 det
Andean/Andean/PROPN/NNP 5 compound
Pact/Pact/PROPN/NNP 2 obj
and/and/CCONJ/CC 8 cc
police/police/NOUN/NN 8 nsubj
marched/march/VERB/VBD 2 conj
"""


def test_instrument_for(tree):
    doc = tree(SIGNED)
    doc._.instruments = find_instruments(doc)
    assert instrument_for(doc[1]).name == "Andean Pact"
    assert instrument_for(doc[7]) is None
    record = Instrument.model_validate(as_record(doc._.instruments[0], doc))
    assert doc.text[record.start : record.end] == record.text == "Andean Pact"


def test_nouns_are_capitalised():
    assert all(noun[0].isupper() for noun in nouns())
