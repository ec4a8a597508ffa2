"""One act of violence that a sentence tells twice is one event."""

import pytest

from extract.doubles import double_of, is_means, without_doubles
from extract.event import Event
from extract.trigger_lexicon import trigger_index

BLAST_KILLED = """
A/a/DET/DT 2 det
blast/blast/NOUN/NN 3 nsubj
killed/kill/VERB/VBD 0 root
nine/nine/NUM/CD 5 nummod
men/man/NOUN/NNS 3 obj
"""
DIED_IN_ATTACK = """
Nine/nine/NUM/CD 2 nummod
men/man/NOUN/NNS 4 nsubj:pass
were/be/AUX/VBD 4 aux:pass
wounded/wound/VERB/VBN 0 root
in/in/ADP/IN 7 case
an/a/DET/DT 7 det
attack/attack/NOUN/NN 4 obl
"""
ATTACKED_KILLING = """
They/they/PRON/PRP 2 nsubj
attacked/attack/VERB/VBD 0 root
it/it/PRON/PRP 2 obj
,/,/PUNCT/, 5 punct
killing/kill/VERB/VBG 2 advcl
nine/nine/NUM/CD 5 obj
"""
ATTACK_THAT_KILLED = """
The/the/DET/DT 2 det
attack/attack/NOUN/NN 0 root
that/that/PRON/WDT 4 nsubj
killed/kill/VERB/VBD 2 acl:relcl
nine/nine/NUM/CD 4 obj
"""
KILLED_AND_WOUNDED = """
They/they/PRON/PRP 2 nsubj
killed/kill/VERB/VBD 0 root
and/and/CCONJ/CC 4 cc
wounded/wound/VERB/VBD 2 conj
men/man/NOUN/NNS 4 obj
"""
KILLED_AFTER_ATTACK = """
They/they/PRON/PRP 2 nsubj
killed/kill/VERB/VBD 0 root
men/man/NOUN/NNS 2 obj
after/after/ADP/IN 6 case
an/a/DET/DT 6 det
attack/attack/NOUN/NN 2 obl
"""
BOMB_EXPLODED = """
A/a/DET/DT 2 det
bomb/bomb/NOUN/NN 3 nsubj
exploded/explode/VERB/VBD 0 root
"""
ATTACKED_USING = """
They/they/PRON/PRP 2 nsubj
attacked/attack/VERB/VBD 0 root
it/it/PRON/PRP 2 obj
using/use/VERB/VBG 2 advcl
drones/drone/NOUN/NNS 4 obj
"""
TYPED = ("kill", "wound", "attack", "blast", "bomb", "explode", "use")


def events(doc):
    found = []
    for token in doc:
        if token.lemma_ in TYPED:
            row = trigger_index()[token.lemma_, token.pos_][0]
            found.append(Event(token.i, token.i + 1, token.i, row, "ASSAULT", None))
    return found


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (BLAST_KILLED, ["killed"]),
        (DIED_IN_ATTACK, ["wounded"]),
        (ATTACKED_KILLING, ["attacked"]),
        (ATTACK_THAT_KILLED, ["attack"]),
        (KILLED_AND_WOUNDED, ["killed"]),
        (BOMB_EXPLODED, ["exploded"]),
        (ATTACKED_USING, ["attacked"]),
        (KILLED_AFTER_ATTACK, ["killed", "attack"]),
    ],
)
def test_an_act_and_its_harm_are_one_event(tree, rows, kept):
    doc = tree(rows)
    assert [doc[event.head].text for event in without_doubles(events(doc), doc)] == kept


def test_the_verb_takes_the_mode_of_the_act_that_does_the_harm(tree):
    doc = tree(BLAST_KILLED)
    found = events(doc)
    found[0].mode = "explosives"
    assert [(doc[event.head].text, event.mode) for event in without_doubles(found, doc)] == [("killed", "explosives")]


def test_events_of_other_types_stay(tree):
    doc = tree(BLAST_KILLED)
    found = events(doc)
    found[0].event_type = "COERCE"
    assert without_doubles(found, doc) == found


def test_what_comes_after_the_harm_is_no_means_of_it(tree):
    doc = tree(KILLED_AFTER_ATTACK)
    assert not is_means(doc[5], doc[1])
    assert not double_of(doc[1], doc[5])
