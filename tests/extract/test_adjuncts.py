import pytest

from extract import slot_model
from extract.adjuncts import Adjunct, features
from extract.dates import find_dates, likeliest_date
from extract.lexicons import read_rows
from extract.logistic import BIAS
from extract.places import find_places, likeliest_place
from extract.slot_model import most_likely, probability

TWO_CLAUSES = """
On/on/ADP/IN 2 case
Monday/Monday/PROPN/NNP 4 obl
Chile/Chile/PROPN/NNP 4 nsubj
thanked/thank/VERB/VBD 0 root
the/the/DET/DT 6 det
guards/guard/NOUN/NNS 4 obj
who/who/PRON/WP 8 nsubj
fired/fire/VERB/VBD 6 acl:relcl
in/in/ADP/IN 10 case
Lima/Lima/PROPN/NNP 8 obl
"""
SAID = """
Quito/Quito/PROPN/NNP 2 nsubj
said/say/VERB/VBD 0 root
Friday/Friday/PROPN/NNP 5 compound
its/its/PRON/PRP$ 5 nmod:poss
army/army/NOUN/NN 7 nsubj
will/will/AUX/MD 7 aux
leave/leave/VERB/VB 2 ccomp
"""


@pytest.fixture
def weigh(monkeypatch):
    def put(**table):
        weights = {slot: {BIAS: -4.0} | table.get(slot, {}) for slot in slot_model.LEAST}
        monkeypatch.setattr(slot_model, "weights", lambda: weights)

    return put


def prepared(doc):
    doc._.dates = find_dates(doc)
    doc._.places = find_places(doc)
    return doc


def pair_features(doc, trigger, start, **options):
    settings = {"event_type": "ASSAULT", "heads": (3, 7), "rivals": 0, "ruled": "none"} | options
    return features(doc[trigger], Adjunct(start, start + 1, start, "Weekday"), **settings)


def test_features_tell_the_way_through_the_tree_and_the_words_between(tree):
    names = set(pair_features(tree(TWO_CLAUSES), 7, 1))
    assert {"up acl:relcl.obj", "down -", "hops 3", "case on", "verbs 1 before", "opens", "kind Weekday past"} <= names
    assert "nearer True closer True" in names
    assert {"up -", "hops 1", "verbs 0 before"} <= set(pair_features(tree(TWO_CLAUSES), 3, 1))


def test_a_report_between_the_two_is_noticed(tree):
    doc = tree(SAID)
    assert "saying between before" in pair_features(doc, 6, 0, heads=())
    assert not any("saying" in name for name in pair_features(doc, 6, 2, heads=()))


def test_the_rules_are_followed_or_overruled_by_their_weight(tree, weigh):
    doc = prepared(tree(TWO_CLAUSES))
    weigh(date={"rule this": 6.0})
    assert likeliest_date(doc[3], event_type="SUPPORT", heads=(3, 7)).text == "Monday"
    assert likeliest_date(doc[7], event_type="ASSAULT", heads=(3, 7)) is None
    weigh(date={"opens": 6.0})
    assert likeliest_date(doc[7], event_type="ASSAULT", heads=(3, 7)).text == "Monday"


def test_a_place_is_taken_where_it_is_likely(tree, weigh):
    doc = prepared(tree(TWO_CLAUSES))
    weigh(place={"located city": 6.0})
    assert likeliest_place(doc[7], event_type="ASSAULT", heads=(3, 7)).country == "PER"
    weigh(place={"located city": 1.0})
    assert likeliest_place(doc[7], event_type="ASSAULT", heads=(3, 7)) is None


def test_a_date_right_behind_the_verb_of_saying_is_that_of_the_saying(tree, weigh):
    weigh(date={"kind Weekday": 6.0})
    doc = prepared(tree(SAID))
    assert likeliest_date(doc[6], event_type="AGREE", heads=(6,)).reported


def test_of_several_options_the_likeliest_counts_and_says_why(weigh):
    weigh(date={"near": 5.0, "far": 1.0, "noise": -1.0})
    found = most_likely("date", [("one", [BIAS, "far"]), ("other", [BIAS, "near", "noise"])])
    assert found == ("other", "0.50: near, noise")
    assert most_likely("date", [("one", [BIAS, "far"])]) is None
    assert most_likely("date", []) is None


def test_every_weight_is_a_number_of_a_known_slot():
    rows = read_rows("slot_weights", columns=("slot", "feature", "weight"))
    assert {row["slot"] for row in rows} == set(slot_model.SLOTS)
    assert len({(row["slot"], row["feature"]) for row in rows}) == len(rows)
    for slot, table in slot_model.weights().items():
        assert table
        assert (BIAS in table) == (slot != "choice")
        assert 0 < probability(slot, [BIAS]) < 1
