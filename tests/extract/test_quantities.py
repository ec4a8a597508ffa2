import pytest

from extract.dates import find_dates
from extract.lexicons import read_rows
from extract.quantities import as_record, currencies, find_quantities, quantities_for
from schemas import Quantity

TAGS = {
    ".": ("PUNCT", "."),
    "million": ("NUM", "CD"),
    "of": ("ADP", "IN"),
    "and": ("CCONJ", "CC"),
    "the": ("DET", "DT"),
}


def tagged(blank, text):
    doc = blank(text)
    for token in doc:
        plural = token.text.endswith("s") and len(token) > 2
        pos, tag = TAGS.get(token.text, ("NOUN", "NNS" if plural else "NN"))
        if token.text[0].isdigit():
            pos, tag = "NUM", "CD"
        token.pos_, token.tag_ = pos, tag
    doc._.dates = find_dates(doc)
    return doc


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("US$240 million", 240e6, "USD"),
        ("$1.5bn", 1.5e9, "USD"),
        ("€20m", 20e6, "EUR"),
        ("500,000 soles", 500_000, "PEN"),
        ("2 million dollars", 2e6, "USD"),
        ("$ 5", 5, "USD"),
        ("10 million pounds", 10e6, "GBP"),
    ],
)
def test_money(blank, text, value, currency):
    (mention,) = find_quantities(tagged(blank, f"worth {text} today"))
    assert (mention.value, mention.currency, mention.unit) == (pytest.approx(value), currency, None)


@pytest.mark.parametrize(
    ("text", "value", "unit", "what"),
    [
        ("650 people", 650, None, "people"),
        ("1.3 million Venezuelan refugees", 1.3e6, None, "Venezuelan refugees"),
        ("2,000 cultural artifacts", 2000, None, "cultural artifacts"),
        ("three suspects", 3, None, "suspects"),
        ("20 tons of cocaine", 20, "t", "cocaine"),
        ("80 percent", 80, "percent", None),
        ("12%", 12, "percent", None),
        ("30 km", 30, "km", None),
        ("two dozen officers", 24, None, "officers"),
    ],
)
def test_counts_and_measures(blank, text, value, unit, what):
    (mention,) = find_quantities(tagged(blank, f"about {text}."))
    assert (mention.value, mention.unit, mention.what) == (pytest.approx(value), unit, what)


@pytest.mark.parametrize(
    "text", ["on October 6, 2022", "in 2022", "for three years", "two weeks ago", "one", "the 13th"]
)
def test_what_is_no_quantity(blank, text):
    assert find_quantities(tagged(blank, text)) == []


SEIZED = """
Police/police/NOUN/NNS 2 nsubj
seized/seize/VERB/VBD 0 root
20/20/NUM/CD 4 nummod
tons/ton/NOUN/NNS 2 obj
of/of/ADP/IN 6 case
cocaine/cocaine/NOUN/NN 4 nmod
after/after/SCONJ/IN 9 mark
they/they/PRON/PRP 9 nsubj
arrested/arrest/VERB/VBD 2 advcl
three/three/NUM/CD 11 nummod
suspects/suspect/NOUN/NNS 9 obj
"""


def test_a_quantity_belongs_to_its_own_verb(tree):
    doc = tree(SEIZED)
    doc._.dates = []
    doc._.quantities = find_quantities(doc)
    assert [m.what for m in quantities_for(doc[1])] == ["cocaine"]
    assert [m.what for m in quantities_for(doc[8])] == ["suspects"]


def test_record_fits_the_schema(tree):
    doc = tree(SEIZED)
    doc._.dates = []
    record = Quantity.model_validate(as_record(find_quantities(doc)[0], doc))
    assert doc.text[record.start : record.end] == record.text == "20 tons"
    assert (record.unit, record.value) == ("t", 20)


def test_every_currency_row_is_reachable():
    assert {row["name"].lower() for row in read_rows("currencies", columns=("name", "code"))} == set(currencies())
