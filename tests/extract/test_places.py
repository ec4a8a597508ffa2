import pytest
from spacy.tokens import Span

from extract.dates import find_dates
from extract.lexicons import read_rows
from extract.place_names import COLUMNS, PRECISION, fold, gazetteer
from extract.places import as_record, find_places, place_for, words
from schemas import Place, ontology

MET = """
Ministers/minister/NOUN/NNS 2 nsubj
met/meet/VERB/VBD 0 root
at/at/ADP/IN 6 case
the/the/DET/DT 6 det
Lima/Lima/PROPN/NNP 6 compound
airport/airport/NOUN/NN 2 obl
"""
CAPITAL = """
Gunmen/gunman/NOUN/NNS 2 nsubj
attacked/attack/VERB/VBD 0 root
a/a/DET/DT 4 det
bank/bank/NOUN/NN 2 obj
in/in/ADP/IN 7 case
the/the/DET/DT 7 det
capital/capital/NOUN/NN 4 nmod
,/,/PUNCT/, 9 punct
Quito/Quito/PROPN/NNP 7 appos
"""
VISITED = """
He/he/PRON/PRP 2 nsubj
visited/visit/VERB/VBD 0 root
Bolivia/Bolivia/PROPN/NNP 2 obj
"""
ACTOR = """
Peru/Peru/PROPN/NNP 2 nsubj
thanked/thank/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
"""
TARGET = """
Sanctions/sanction/NOUN/NNS 0 root
on/on/ADP/IN 3 case
Syria/Syria/PROPN/NNP 1 nmod
"""
SPOKEN = """
Peru/Peru/PROPN/NNP 2 nsubj
condemned/condemn/VERB/VBD 0 root
attacks/attack/NOUN/NNS 2 obj
in/in/ADP/IN 5 case
Haiti/Haiti/PROPN/NNP 3 nmod
"""
COMPOUND = """
The/the/DET/DT 3 det
Mumbai/Mumbai/PROPN/NNP 3 compound
attacks/attack/NOUN/NNS 4 nsubj
shocked/shock/VERB/VBD 0 root
many/many/ADJ/JJ 4 obj
"""
IMPLIED = """
Ecuador/Ecuador/PROPN/NNP 2 nsubj
deployed/deploy/VERB/VBD 0 root
troops/troops/NOUN/NNS 2 obj
along/along/ADP/IN 6 case
the/the/DET/DT 6 det
border/border/NOUN/NN 2 obl
"""


PRISON = """
Riots/riot/NOUN/NNS 2 nsubj
erupted/erupt/VERB/VBD 0 root
in/in/ADP/IN 6 case
two/two/NUM/CD 6 nummod
{adjective}/{adjective}/ADJ/JJ 6 amod
prisons/prison/NOUN/NNS 2 obl

Brazil/Brazil/PROPN/NNP 2 nsubj
thanked/thank/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
after/after/ADP/IN 5 case
unrest/unrest/NOUN/NN 2 obl
in/in/ADP/IN 7 case
Quito/Quito/PROPN/NNP 5 nmod
"""


def prepared(doc):
    doc._.dates = find_dates(doc)
    doc._.places = find_places(doc)
    return doc


@pytest.mark.parametrize(
    ("rows", "trigger", "spoken", "country"),
    [
        (MET, 1, False, "PER"),
        (CAPITAL, 1, False, "ECU"),
        (VISITED, 1, False, "BOL"),
        (ACTOR, 1, False, None),
        (TARGET, 0, False, None),
        (SPOKEN, 2, False, "HTI"),
        (SPOKEN, 1, True, None),
        (COMPOUND, 2, False, "IND"),
        (IMPLIED, 1, False, "ECU"),
    ],
)
def test_place_for(tree, rows, trigger, spoken, country):
    doc = prepared(tree(rows))
    mention = place_for(doc[trigger], spoken=spoken)
    assert (mention.country if mention else None) == country


def named(doc):
    return [(doc[m.start : m.end].text, m.country, m.precision) for m in prepared(doc)._.places]


def words_of(blank, text):
    doc = blank(text)
    for token in doc:
        token.pos_ = "PROPN" if token.text[0].isupper() else "NOUN"
    return doc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("talks in Bogotá", [("Bogotá", "COL", "city")]),
        ("talks in Bogota", [("Bogota", "COL", "city")]),
        ("talks in the US and the UK", [("US", "USA", "country"), ("UK", "GBR", "country")]),
        ("they told us so", []),
        ("a flight to New York", [("New York", "USA", "city")]),
        ("a port in Central America", [("Central America", None, "region")]),
        ("at the White House", [("White House", "USA", "site")]),
        ("raids in Jalisco", [("Jalisco", "MEX", "admin1")]),
        ("Juliaca , Peru", [("Juliaca", "PER", "city"), ("Peru", "PER", "country")]),
    ],
)
def test_names(blank, text, expected):
    assert named(words_of(blank, text)) == expected


def test_the_article_decides_between_namesakes(blank):
    alone = named(words_of(blank, "a market in Trujillo"))
    beside = named(words_of(blank, "Venezuela and Venezuela : a market in Trujillo , Venezuela"))
    assert alone[0][1] == "PER"
    assert beside[-2][:2] == ("Trujillo", "VEN")


@pytest.mark.parametrize(("adjective", "country"), [("northern", "ECU"), ("Peruvian", "PER")])
def test_a_place_without_a_name_lies_where_the_article_plays_or_where_it_says(tree, adjective, country):
    first = prepared(tree(PRISON.format(adjective=adjective)))._.places[0]
    assert (first.name, first.country) == (None, country)


def test_a_person_is_no_place(blank):
    doc = words_of(blank, "Santiago Lincoln spoke")
    doc.set_ents([Span(doc, 0, 2, label="PERSON")])
    assert named(doc) == []


def test_where_something_is_is_no_person_whatever_the_tagger_says(blank):
    doc = words_of(blank, "raids in Trujillo")
    doc.set_ents([Span(doc, 2, 3, label="PERSON")])
    assert named(doc) == [("Trujillo", "PER", "city")]


def test_record_fits_the_schema(tree):
    doc = prepared(tree(MET))
    record = as_record(doc._.places[0], doc)
    place = Place.model_validate(record)
    assert doc.text[place.start : place.end] == place.text == "Lima"
    assert place.geonameid is not None
    assert place.lat == pytest.approx(-12, abs=1)


def test_every_row_loads_and_is_reachable():
    names = gazetteer()
    for row in read_rows("places", columns=COLUMNS):
        assert row["kind"] in PRECISION
        assert not row["country"] or row["country"] in ontology.countries()
        assert any(found.name == row["name"] for found in names.names[fold(row["name"])])
    assert {"locative", "site", "area", "goes"} <= set(words())
