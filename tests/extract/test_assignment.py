from dataclasses import replace

import pytest

from extract import assignment, slot_model
from extract.assignment import ACTOR, BOTH, COMPARED, NONE, RECIPIENT, Choices, once, roles_of, table
from extract.logistic import BIAS
from extract.participation import Background, Setting
from extract.slot_model import SIDES
from extract.unstated import without_text

ACCUSED = """
Peru/Peru/PROPN/NNP 2 nsubj
accused/accuse/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
in/in/ADP/IN 5 case
Brazil/Brazil/PROPN/NNP 2 obl
"""


@pytest.fixture
def weigh(monkeypatch):
    """Set weights by feature: for acting, for being acted on, for both at once, and for choices as a whole."""

    def put(actor=None, recipient=None, both=None, choice=None):
        tables = {"actor": actor, "recipient": recipient, "both": both}
        weights = {side: {BIAS: -4.0 if side != "both" else 0.0} | (tables[side] or {}) for side in SIDES}
        monkeypatch.setattr(slot_model, "weights", lambda: weights | {"choice": choice or {}})
        slot_model.side_weights.cache_clear()

    yield put
    slot_model.side_weights.cache_clear()


def codes(mentions):
    return [mention.code for mention in mentions]


def decided(doc):
    (event,) = assignment.Assignment()(doc)._.events
    return codes(event.actors), codes(event.recipients)


def choices_of(doc):
    (event,) = doc._.events
    return Choices(Setting(event, doc, Background(doc, doc._.events)))


def test_all_ways_to_give_roles_leave_nobody_out_but_everybody():
    assert roles_of(1) == [(ACTOR,), (RECIPIENT,), (BOTH,)]
    assert len(roles_of(3)) == 4**3 - 1


@pytest.mark.parametrize("count", range(1, COMPARED + 1))
def test_the_table_tells_size_and_pair_of_every_choice(count):
    found = table(count)
    for number, given in enumerate(roles_of(count)):
        actors = [place for place, role in enumerate(given) if role in (ACTOR, BOTH)]
        recipients = [place for place, role in enumerate(given) if role in (RECIPIENT, BOTH)]
        size = found.sizes[found.size_of[number]]
        assert size == (min(len(actors), 3), min(len(recipients), 3), BOTH in given)
        if len(actors) <= 1 and len(recipients) <= 1:
            pair = found.pairs[found.pair_of[number] - 1]
            assert pair == ((actors or [-1])[0], (recipients or [-1])[0])
        else:
            assert found.pair_of[number] == 0


def test_the_likeliest_choice_is_taken(coded, weigh):
    weigh({"rule text no": 5.0}, {"rule no text": 5.0})
    assert decided(coded(ACCUSED)) == (["PER"], ["CHL"])
    weigh({"rule text no": 5.0}, {"rule no text": 5.0, "path ends vobl:in": 6.0})
    assert decided(coded(ACCUSED)) == (["PER"], ["CHL", "BRA"])
    weigh({"rule text no": 5.0}, {})
    assert decided(coded(ACCUSED)) == (["PER"], [])


def test_what_holds_of_the_choice_as_a_whole_weighs_too(coded, weigh):
    both = {"rule no text": 5.0, "path ends vobl:in": 6.0}
    weigh({"rule text no": 6.0}, both, choice={"size 1 2 ACCUSE": -3.0})
    assert decided(coded(ACCUSED)) == (["PER"], ["BRA"])
    weigh({"rule text no": 5.0}, {"rule text no": 5.0})
    assert decided(coded(ACCUSED)) == (["PER"], ["PER"])
    weigh({"rule text no": 5.0}, {"rule text no": 5.0}, choice={"pair state state same": -2.0})
    assert decided(coded(ACCUSED)) == (["PER"], [])
    weigh({"rule text no": 5.0}, {"rule text no": 5.0}, {BIAS: -2.0})
    assert decided(coded(ACCUSED)) == (["PER"], [])


def test_states_on_a_list_that_get_one_role_stay_together(coded, weigh):
    doc = coded("""
Peru/Peru/PROPN/NNP 2 nsubj
visited/visit/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
and/and/CCONJ/CC 5 cc
Bolivia/Bolivia/PROPN/NNP 3 conj
""")
    one = {"path ends vobj": 4.6, "between after 1": -1.0}
    weigh({"rule text no": 5.0}, one)
    assert [code for code, role in choices_of(doc).best().items() if role == RECIPIENT] == ["CHL"]
    weigh({"rule text no": 5.0}, one, choice={"joined list split": -1.0})
    assert {code for code, role in choices_of(doc).best().items() if role == RECIPIENT} == {"CHL", "BOL"}


def test_more_participants_than_are_compared_are_judged_alone(coded, weigh):
    names = [
        ("Chile", 2, "obj"),
        ("Brazil", 3, "conj"),
        ("Bolivia", 3, "conj"),
        ("Cuba", 3, "conj"),
        ("Haiti", 3, "conj"),
    ]
    rows = ["Peru/Peru/PROPN/NNP 2 nsubj", "accused/accuse/VERB/VBD 0 root"]
    doc = coded("\n".join([*rows, *(f"{name}/{name}/PROPN/NNP {head} {dep}" for name, head, dep in names)]))
    weigh({"rule text no": 5.0}, {"rule no text": 5.0})
    assert len(choices_of(doc).others) == 2
    assert set(decided(doc)[1]) == {"CHL", "BRA", "BOL", "CUB", "HTI"}


def test_chances_add_up_over_all_choices(coded, weigh):
    weigh({"rule text no": 5.0}, {"rule no text": 5.0})
    choices = choices_of(coded(ACCUSED))
    assert choices.chance("PER", 0) > 0.7 > 0.3 > choices.chance("PER", 1)
    assert choices.chance("CHL", 1) > 0.7 > 0.3 > choices.chance("CHL", 0)
    assert choices.chance("BRA", 0) < 0.1


def test_nobody_takes_part_twice_in_a_role(coded):
    """Two pronouns, or two of its people, may stand for one state; it is named by the first of them that has words."""
    (event,) = coded(ACCUSED)._.events
    (peru,) = event.actors
    again, unstated = replace(peru, start=3, end=4, head=3), without_text(peru)
    force = replace(peru, name="police", sectors=("COP",), actor_id="PER:COP")
    assert once((peru, again, force, unstated, unstated)) == (peru, force)


def test_somebody_always_takes_part(coded, weigh):
    weigh()
    actors, recipients = decided(coded(ACCUSED))
    assert len(actors) + len(recipients) == 1
    assert choices_of(coded(ACCUSED)).best().keys() == {"PER", "CHL", "BRA"}
    assert NONE in choices_of(coded(ACCUSED)).best().values()


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
    assert any(name.startswith("size") for name in slot_model.weights()["choice"])
