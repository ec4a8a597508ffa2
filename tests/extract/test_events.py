"""Triggers, roles, status, modes, contexts and repeats over hand-built trees, with the real lexicons."""

import pytest
from spacy.language import Language

from extract import contexts, modes, repeats, roles, status, triggers, unstated


@pytest.fixture(scope="module")
def actors():
    return Language().create_pipe("actors")


@pytest.fixture
def coded(tree, actors):
    """The events of a hand-built tree after every step that needs no article."""

    def run(rows):
        doc = actors(tree(rows))
        doc._.events = triggers.find_events(doc)
        for event in doc._.events:
            roles.assign(event, doc)
            status.settle(event, doc)
            event.mode = modes.mode_of(event, doc)
            event.contexts = contexts.choose(event.event_type, doc[event.head].sent.start, contexts.topics_of(doc))
        return doc

    return run


def codes(mentions):
    return sorted(mention.code for mention in mentions)


MET = """
Peru/Peru/PROPN/NNP 4 nsubj
and/and/CCONJ/CC 3 cc
Chile/Chile/PROPN/NNP 1 conj
met/meet/VERB/VBD 0 root
"""
ARREST = """
Peruvian/peruvian/ADJ/JJ 2 amod
police/police/NOUN/NNS 3 nsubj
arrested/arrest/VERB/VBD 0 root
Chileans/Chilean/PROPN/NNPS 3 obj
"""
PASSIVE = """
Chileans/Chilean/PROPN/NNPS 3 nsubj:pass
were/be/AUX/VBD 3 aux:pass
arrested/arrest/VERB/VBN 0 root
by/by/ADP/IN 6 case
Peruvian/peruvian/ADJ/JJ 6 amod
police/police/NOUN/NNS 3 obl:agent
"""
VISIT = """
Brazil/Brazil/PROPN/NNP 3 nsubj
will/will/AUX/MD 3 aux
visit/visit/VERB/VB 0 root
Peru/Peru/PROPN/NNP 3 obj
"""
REFUSED = """
Peru/Peru/PROPN/NNP 2 nsubj
refused/refuse/VERB/VBD 0 root
to/to/PART/TO 4 mark
meet/meet/VERB/VB 2 xcomp
Chile/Chile/PROPN/NNP 4 obj
"""
AGREED = """
Peru/Peru/PROPN/NNP 2 nsubj
agreed/agree/VERB/VBD 0 root
to/to/PART/TO 4 mark
hold/hold/VERB/VB 2 xcomp
talks/talk/NOUN/NNS 4 obj
with/with/ADP/IN 7 case
Chile/Chile/PROPN/NNP 4 obl
"""
NOT_ATTACKED = """
Peru/Peru/PROPN/NNP 4 nsubj
did/do/AUX/VBD 4 aux
not/not/PART/RB 4 advmod
attack/attack/VERB/VB 0 root
Chile/Chile/PROPN/NNP 4 obj
"""
PATROLS = """
Peru/Peru/PROPN/NNP 3 nsubj
is/be/AUX/VBZ 3 aux
bombing/bomb/VERB/VBG 0 root
Chile/Chile/PROPN/NNP 3 obj
"""
PURPOSE = """
Peru/Peru/PROPN/NNP 2 nsubj
created/create/VERB/VBD 0 root
units/unit/NOUN/NNS 2 obj
to/to/PART/TO 5 mark
arrest/arrest/VERB/VB 2 advcl
smugglers/smuggler/NOUN/NNS 5 obj
"""


@pytest.mark.parametrize(
    ("rows", "event_type", "mode", "state", "acting", "receiving"),
    [
        (MET, "CONSULT", None, "occurred", ["CHL", "PER"], []),
        (ARREST, "COERCE", "arrest", "occurred", ["PER"], ["CHL"]),
        (PASSIVE, "COERCE", "arrest", "occurred", ["PER"], ["CHL"]),
        (VISIT, "AGREE", None, "future", ["BRA"], ["PER"]),
        (REFUSED, "REJECT", "meet", "occurred", ["PER"], []),
        (AGREED, "AGREE", None, "occurred", ["PER"], []),
        (NOT_ATTACKED, "ASSAULT", None, "negated", ["PER"], ["CHL"]),
        (PATROLS, "ASSAULT", "explosives", "ongoing", ["PER"], ["CHL"]),
    ],
    ids=["met", "arrest", "passive", "future visit", "refusal", "agreement to talk", "negated", "progressive"],
)
def test_one_clause_gives_one_event(coded, rows, event_type, mode, state, acting, receiving):
    events = coded(rows)._.events
    assert len(events) == 1
    event = events[0]
    assert (event.event_type, event.mode, event.status) == (event_type, mode, state)
    assert codes(event.actors) == acting
    assert codes(event.recipients) == receiving


def test_a_purpose_is_no_event(coded):
    assert coded(PURPOSE)._.events == []


def test_later_mention_points_at_the_first(coded):
    doc = coded(MET + "\n" + MET)
    repeats.link(doc._.events, doc)
    first, later = doc._.events
    assert first.same_as is None
    assert later.same_as is first


def test_other_parties_are_another_happening(coded):
    doc = coded(MET + "\n" + MET.replace("Chile/Chile", "Bolivia/Bolivia"))
    repeats.link(doc._.events, doc)
    assert [event.same_as for event in doc._.events] == [None, None]


def test_contexts_come_from_the_sentence(coded):
    doc = coded(ARREST.replace("Chileans/Chilean/PROPN/NNPS", "traffickers/trafficker/NOUN/NNS"))
    assert "trafficking" in doc._.events[0].contexts


def test_somebody_arrests_even_if_unsaid(coded):
    doc = coded("""
Peru/Peru/PROPN/NNP 2 nsubj
voted/vote/VERB/VBD 0 root

Peruvians/Peruvian/PROPN/NNPS 3 nsubj:pass
were/be/AUX/VBD 3 aux:pass
arrested/arrest/VERB/VBN 0 root
""")
    doc._.events = unstated.complete(doc)
    (event,) = doc._.events
    assert codes(event.actors) == ["PER"]
    assert all(mention.start == mention.end for mention in event.actors)


STATES = {
    "ongoing": """
Sanctions/sanction/NOUN/NNS 4 nsubj
against/against/ADP/IN 3 case
Peru/Peru/PROPN/NNP 1 nmod
hurt/hurt/VERB/VBP 0 root
Chile/Chile/PROPN/NNP 4 obj
""",
    "future": """
Chile/Chile/PROPN/NNP 2 nsubj
plans/plan/VERB/VBZ 0 root
to/to/PART/TO 4 mark
attack/attack/VERB/VB 2 xcomp
Peru/Peru/PROPN/NNP 4 obj
""",
    "hypothetical": """
Chile/Chile/PROPN/NNP 3 nsubj
may/may/AUX/MD 3 aux
attack/attack/VERB/VB 0 root
Peru/Peru/PROPN/NNP 3 obj
""",
    "negated": """
Chile/Chile/PROPN/NNP 2 nsubj
failed/fail/VERB/VBD 0 root
to/to/PART/TO 4 mark
attack/attack/VERB/VB 2 xcomp
Peru/Peru/PROPN/NNP 4 obj
""",
}


@pytest.mark.parametrize("state", STATES)
def test_status_is_read_off_the_grammar(coded, state):
    assert [event.status for event in coded(STATES[state])._.events] == [state]


AHEAD = {
    "a wish or a plan": """
Peru/Peru/PROPN/NNP 2 nsubj
conveyed/convey/VERB/VBD 0 root
its/its/PRON/PRP$ 4 nmod:poss
readiness/readiness/NOUN/NN 2 obj
to/to/PART/TO 6 mark
host/host/VERB/VB 4 acl
Chile/Chile/PROPN/NNP 6 obj
""",
    "expected": """
Talks/talk/NOUN/NNS 5 nsubj:pass
with/with/ADP/IN 3 case
Peru/Peru/PROPN/NNP 1 nmod
are/be/AUX/VBP 5 aux:pass
expected/expect/VERB/VBN 0 root
to/to/PART/TO 7 mark
resume/resume/VERB/VB 5 xcomp
""",
    "prepared": """
Chile/Chile/PROPN/NNP 3 nsubj
is/be/AUX/VBZ 3 aux
starting/start/VERB/VBG 0 root
preparations/preparation/NOUN/NNS 3 obj
to/to/PART/TO 6 mark
send/send/VERB/VB 4 acl
observers/observer/NOUN/NNS 6 obj
to/to/ADP/IN 9 case
Peru/Peru/PROPN/NNP 6 obl
""",
}


@pytest.mark.parametrize("rows", AHEAD.values(), ids=AHEAD)
def test_what_is_only_wished_expected_or_prepared_is_an_agreement_about_the_future(coded, rows):
    (event,) = coded(rows)._.events
    assert (event.event_type, event.status) == ("AGREE", "future")


def test_a_preparation_that_nobody_is_said_to_go_on_with_is_no_event(coded):
    assert coded(AHEAD["prepared"].replace("starting/start", "hiding/hide"))._.events == []


def test_what_somebody_must_do_is_a_request_that_was_made(coded):
    (event,) = coded("""
Peru/Peru/PROPN/NNP 2 nsubj
said/say/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 5 nsubj
must/must/AUX/MD 5 aux
improve/improve/VERB/VB 2 ccomp
""")._.events
    assert (event.event_type, event.status) == ("REQUEST", "occurred")
    assert codes(event.actors) == ["PER"]
    assert codes(event.recipients) == ["CHL"]


LIST_CUT_SHORT = """
Peru/Peru/PROPN/NNP 2 nsubj
met/meet/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
,/,/PUNCT/, 5 punct
Brazil/Brazil/PROPN/NNP 3 conj
,/,/PUNCT/, 8 punct
and/and/CCONJ/CC 8 cc
Bolivia/Bolivia/PROPN/NNP 10 nsubj
{mark} 10 {relation}
sign/sign/VERB/VB 2 advcl
"""


@pytest.mark.parametrize(
    ("mark", "relation", "joins"),
    [("to/to/PART/TO", "mark", True), ("will/will/AUX/MD", "aux", False)],
    ids=["rest of the list", "subject of the next clause"],
)
def test_a_list_of_states_goes_on_until_a_clause_begins(coded, mark, relation, joins):
    (event,) = [
        e for e in coded(LIST_CUT_SHORT.format(mark=mark, relation=relation))._.events if e.event_type == "CONSULT"
    ]
    assert ("BOL" in codes(event.actors)) == joins


SCHEDULED = """
Brazil/Brazil/PROPN/NNP 4 nsubj
is/be/AUX/VBZ 4 cop
to/to/PART/TO 4 mark
visit/visit/VERB/VB 0 root
Peru/Peru/PROPN/NNP 4 obj
"""
GOING_TO = """
Brazil/Brazil/PROPN/NNP 3 nsubj
is/be/AUX/VBZ 3 aux
going/go/VERB/VBG 0 root
to/to/PART/TO 5 mark
visit/visit/VERB/VB 3 xcomp
Peru/Peru/PROPN/NNP 5 obj
"""
HEADLINE = """
Brazil/Brazil/PROPN/NNP 0 root
to/to/PART/TO 3 mark
visit/visit/VERB/VB 1 acl
Peru/Peru/PROPN/NNP 3 obj
"""
WILL_NOT = """
Peru/Peru/PROPN/NNP 4 nsubj
will/will/AUX/MD 4 aux
not/not/PART/RB 4 advmod
release/release/VERB/VB 0 root
Chileans/Chilean/PROPN/NNPS 4 obj
"""
MUST = """
Peru/Peru/PROPN/NNP 2 nsubj
said/say/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 5 nsubj
must/must/AUX/MD 5 aux
release/release/VERB/VB 2 ccomp
soldiers/soldier/NOUN/NNS 5 obj
"""
COMMAND = """
"/"/PUNCT/`` 4 punct
Do/do/AUX/VB 4 aux
not/not/PART/RB 4 advmod
cross/cross/VERB/VB 9 ccomp
rivers/river/NOUN/NNS 4 obj
,/,/PUNCT/, 4 punct
"/"/PUNCT/'' 4 punct
Peru/Peru/PROPN/NNP 9 nsubj
told/tell/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 9 iobj
"""
JUDGED = """
Peru/Peru/PROPN/NNP 2 nsubj
said/say/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 6 nsubj
was/be/AUX/VBD 6 cop
not/not/PART/RB 6 advmod
sincere/sincere/ADJ/JJ 2 ccomp
"""
WANTED = """
Peru/Peru/PROPN/NNP 2 nsubj
wants/want/VERB/VBZ 0 root
Chile/Chile/PROPN/NNP 2 obj
to/to/PART/TO 5 mark
cooperate/cooperate/VERB/VB 2 xcomp
"""
WOULD_THANK = """
Peru/Peru/PROPN/NNP 2 nsubj
wants/want/VERB/VBZ 0 root
to/to/PART/TO 4 mark
thank/thank/VERB/VB 2 xcomp
Chile/Chile/PROPN/NNP 4 obj
"""
NO_COMMENT = """
Chile/Chile/PROPN/NNP 2 nsubj
declined/decline/VERB/VBD 0 root
to/to/PART/TO 4 mark
comment/comment/VERB/VB 2 xcomp
"""
DESCRIBED = """
Chile/Chile/PROPN/NNP 2 nsubj
left/leave/VERB/VBD 0 root
the/the/DET/DT 5 det
disputed/dispute/VERB/VBN 5 amod
border/border/NOUN/NN 2 obj
"""


@pytest.mark.parametrize(
    ("rows", "event_type", "state"),
    [
        (SCHEDULED, "AGREE", "future"),
        (GOING_TO, "AGREE", "future"),
        (HEADLINE, "AGREE", "future"),
        (WILL_NOT, "REJECT", "occurred"),
        (MUST, "REQUEST", "occurred"),
        (COMMAND, "REQUEST", "occurred"),
        (JUDGED, "ACCUSE", "occurred"),
        (WANTED, "REQUEST", "occurred"),
        (WOULD_THANK, "SUPPORT", "occurred"),
    ],
    ids=["is-to", "going-to", "headline", "will-not", "must", "command", "judgement", "wants", "wants-to-thank"],
)
def test_what_is_announced_refused_demanded_or_judged(coded, rows, event_type, state):
    assert [(event.event_type, event.status) for event in coded(rows)._.events] == [(event_type, state)]


@pytest.mark.parametrize("rows", [NO_COMMENT, DESCRIBED], ids=["press", "attribute"])
def test_dealings_with_the_press_and_descriptions_are_no_events(coded, rows):
    assert coded(rows)._.events == []


WARNED = """
Peru/Peru/PROPN/NNP 2 nsubj
warned/warn/VERB/VBD 0 root
that/that/SCONJ/IN 6 mark
Peru/Peru/PROPN/NNP 6 nsubj
would/would/AUX/MD 6 aux
leave/leave/VERB/VB 2 ccomp
"""


def test_the_subject_of_a_warning_s_content_is_its_recipient(coded):
    warning = next(event for event in coded(WARNED)._.events if event.event_type == "THREATEN")
    assert codes(warning.actors) == codes(warning.recipients) == ["PER"]


def test_who_warns_of_its_own_act_is_not_warned(coded):
    warning = next(event for event in coded(WARNED.replace("Peru/Peru/PROPN/NNP 6", "it/it/PRON/PRP 6"))._.events)
    assert (codes(warning.actors), codes(warning.recipients)) == (["PER"], [])
