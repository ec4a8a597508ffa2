import pytest

from extract import syntax

PASSIVE = """
Two/two/NUM/CD 2 nummod
men/man/NOUN/NNS 4 nsubj:pass
were/be/AUX/VBD 4 aux:pass
arrested/arrest/VERB/VBN 0 root
by/by/ADP/IN 6 case
police/police/NOUN/NN 4 obl:agent
"""
RELATIVE = """
Chile/Chile/PROPN/NNP 6 nsubj
,/,/PUNCT/, 1 punct
which/which/PRON/WDT 4 nsubj
closed/close/VERB/VBD 1 acl:relcl
borders/border/NOUN/NNS 4 obj
protested/protest/VERB/VBD 0 root
"""
CONTROL = """
Peru/Peru/PROPN/NNP 2 nsubj
ordered/order/VERB/VBD 0 root
troops/troops/NOUN/NNS 2 obj
to/to/PART/TO 5 mark
leave/leave/VERB/VB 2 xcomp
"""
SHARED = """
Police/police/NOUN/NN 2 nsubj
seized/seize/VERB/VBD 0 root
and/and/CCONJ/CC 4 cc
burned/burn/VERB/VBD 2 conj
drugs/drug/NOUN/NNS 4 obj
"""


def test_passive_clause_has_its_agent_and_its_surface_subject(tree):
    doc = tree(PASSIVE)
    assert syntax.is_passive(doc[3])
    assert [t.text for t in syntax.agents(doc[3])] == ["police"]
    assert syntax.grammatical_subject(doc[3]).text == "men"


def test_relative_pronoun_gives_way_to_its_antecedent(tree):
    doc = tree(RELATIVE)
    assert syntax.grammatical_subject(doc[3]).text == "Chile"


def test_object_controls_the_infinitive_of_an_order(tree):
    doc = tree(CONTROL)
    assert syntax.grammatical_subject(doc[4], object_control=frozenset({"order"})).text == "troops"
    assert syntax.grammatical_subject(doc[4]).text == "Peru"


def test_coordinated_verbs_share_subject_and_object(tree):
    doc = tree(SHARED)
    assert syntax.grammatical_subject(doc[3]).text == "Police"
    assert [t.text for t in syntax.own_objects(doc[1])] == ["drugs"]


def test_case_includes_fixed_parts(tree):
    doc = tree("""
Talks/talk/NOUN/NNS 2 nsubj
failed/fail/VERB/VBD 0 root
because/because/ADP/IN 5 case
of/of/ADP/IN 3 fixed
rain/rain/NOUN/NN 2 obl
""")
    assert syntax.case_of(doc[4]) == "because of"
    assert [t.text for t in syntax.oblique(doc[1], "because of")] == ["rain"]


def test_negation_of_verbs_and_nouns(tree):
    doc = tree("""
They/they/PRON/PRP 4 nsubj
did/do/AUX/VBD 4 aux
not/not/PART/RB 4 advmod
hold/hold/VERB/VB 0 root
talks/talk/NOUN/NNS 4 obj
""")
    assert syntax.is_negated(doc[3])
    assert not syntax.is_negated(doc[4])
    assert syntax.auxiliaries(doc[3]) == ["do"]


READ_AS_PASSIVE = """
Mexico/Mexico/PROPN/NNP 2 nsubj:pass
granted/grant/VERB/VBN 0 root
asylum/asylum/NOUN/NN 2 obj
"""
SEALED_OFF = """
Peru/Peru/PROPN/NNP 2 nsubj
sealed/seal/VERB/VBD 0 root
off/off/ADP/IN 5 case
the/the/DET/DT 5 det
border/border/NOUN/NN 2 obl
"""
HANDED_IN = """
Rebels/rebel/NOUN/NNS 2 nsubj
handed/hand/VERB/VBD 0 root
in/in/ADP/RP 2 compound:prt
weapons/weapon/NOUN/NNS 2 obl
"""
PULLED_OUT = """
Peru/Peru/PROPN/NNP 2 nsubj
pulled/pull/VERB/VBD 0 root
out/out/ADP/IN 6 case
of/of/ADP/IN 6 case
the/the/DET/DT 6 det
accord/accord/NOUN/NN 2 obl
"""


def test_a_past_tense_with_an_object_and_no_auxiliary_is_active(tree):
    assert not syntax.is_passive(tree(READ_AS_PASSIVE)[1])
    assert syntax.is_passive(tree(PASSIVE)[3])


@pytest.mark.parametrize(("rows", "thing"), [(SEALED_OFF, "border"), (HANDED_IN, "weapons")])
def test_what_stands_behind_a_particle_is_the_object(tree, rows, thing):
    assert [t.text for t in syntax.own_objects(tree(rows)[1])] == [thing]


def test_out_of_is_one_adposition(tree):
    doc = tree(PULLED_OUT)
    assert syntax.own_objects(doc[1]) == []
    assert [t.text for t in syntax.oblique(doc[1], "out")] == ["accord"]
