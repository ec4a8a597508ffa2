from dataclasses import replace

import pytest

from extract import assignment, roles, slot_model, triggers
from extract.actors import Actors
from extract.assignment import LEAST, SIDES, Setting, ancestors, path
from extract.logistic import BIAS
from extract.unstated import ranking, without_text

ACCUSED = """
Peru/Peru/PROPN/NNP 2 nsubj
accused/accuse/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
in/in/ADP/IN 5 case
Brazil/Brazil/PROPN/NNP 2 obl
"""


@pytest.fixture
def coded(tree, blank):
    """A hand-built tree with its events as the frames fill them."""

    def run(rows):
        doc = Actors(blank)(tree(rows))
        doc._.events = triggers.find_events(doc)
        for event in doc._.events:
            roles.assign(event, doc)
        return doc

    return run


@pytest.fixture
def weigh(monkeypatch):
    """Set weights by feature for both sides; whoever no feature speaks for has a probability of 0.02."""

    def put(actor, recipient):
        weights = {"actor": {BIAS: -4.0} | actor, "recipient": {BIAS: -4.0} | recipient}
        monkeypatch.setattr(slot_model, "weights", lambda: weights)

    return put


def codes(mentions):
    return [mention.code for mention in mentions]


def decided(doc):
    (event,) = assignment.Assignment()(doc)._.events
    return codes(event.actors), codes(event.recipients)


def test_the_way_through_the_tree_names_relations_and_adpositions(tree):
    doc = tree(ACCUSED)
    above = ancestors(doc[1])
    assert path(above, doc[0]) == ("vnsubj",)
    assert path(above, doc[4]) == ("vobl:in",)
    assert path(ancestors(doc[4]), doc[0]) == ("^obl", "vnsubj")


def test_features_say_what_the_rules_propose_and_where_somebody_stands(coded):
    doc = coded(ACCUSED)
    (event,) = doc._.events
    setting = Setting(event, doc, ranking(doc))
    assert set(setting.codes) == {"PER", "CHL", "BRA"}
    peru, chile, brazil = (set(setting.features(code)) for code in ("PER", "CHL", "BRA"))
    assert {"rule text no", "path ends vnsubj", "stands before verb active", "is country"} <= peru
    assert {"rule no text", "path ends vobj", "stands after verb active", "between after 0"} <= chile
    assert {"rule no no", "path ends vobl:in", "between after 1"} <= brazil


def test_somebody_who_is_unlikely_loses_the_role_that_a_rule_proposed(coded, weigh):
    weigh({"rule text no": 5.0}, {})
    assert decided(coded(ACCUSED)) == (["PER"], [])


def test_somebody_whom_no_rule_proposes_must_be_likelier_beside_others(coded, weigh):
    proposed = {"rule no text": 5.0}
    weigh({"rule text no": 5.0}, proposed | {"path ends vobl:in": 3.8})
    assert decided(coded(ACCUSED)) == (["PER"], ["CHL"])
    weigh({"rule text no": 5.0}, proposed | {"path ends vobl:in": 4.2})
    assert decided(coded(ACCUSED)) == (["PER"], ["CHL", "BRA"])
    assert LEAST["proposed"] < LEAST["alone"] < LEAST["beside"]


def test_nobody_takes_part_twice_in_a_role(coded, weigh):
    """Two of its people may stand for one state in the mention that an event repeats."""
    doc = coded(ACCUSED)
    (event,) = doc._.events
    (peru,) = event.actors
    unstated = without_text(peru)
    event.actors = (unstated, peru, unstated, replace(peru, start=3, end=4, head=3))
    weigh({"rule text no": 5.0}, {"rule no text": 5.0})
    assert decided(doc) == (["PER"], ["CHL"])
    assert event.actors == (peru,)
    weigh({}, {})
    doc._.events = [event]
    event.actors = (unstated, unstated)
    assert decided(doc) == (["PER"], ["CHL"])


def test_roles_stay_as_they_are_where_nobody_is_likely(coded, weigh):
    weigh({}, {})
    assert decided(coded(ACCUSED)) == (["PER"], ["CHL"])


def test_an_event_without_anybody_is_left_out(coded):
    doc = coded("""
Talks/talk/NOUN/NNS 2 nsubj
ended/end/VERB/VBD 0 root
""")
    assert doc._.events
    assert assignment.Assignment()(doc)._.events == []


def test_every_side_has_weights():
    for side in SIDES:
        assert slot_model.weights()[side].keys() > {BIAS}
