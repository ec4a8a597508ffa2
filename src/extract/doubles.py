"""Which of several triggers in a sentence tell one act of violence, and which of them is kept.

`A blast killed nine people`, `nine people died in the attack`, `they attacked the post, killing nine`: the act and the
harm that it does are one event (coding guide, section 2), which the verb of harm with its victims tells best.
"""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from extract import syntax
from extract.event import Event
from extract.reasons import leave_out
from extract.trigger_lexicon import word_classes

VIOLENCE = "ASSAULT"
MEANS = frozenset({"in", "during", "by", "from", "with"})
NOUNS = frozenset({"NOUN", "PROPN"})


def tells_harm(token: Token) -> bool:
    return token.pos_ == "VERB" and token.lemma_.lower() in word_classes()["harm"]


def is_means(noun: Token, verb: Token) -> bool:
    """The act that does the harm, as the verb's agent or circumstance; or that goes off, as its subject or object."""
    noun = syntax.first_conjunct(noun)
    if noun.pos_ not in NOUNS or noun.head != verb:
        return False
    relation = syntax.relation(noun)
    if relation == "obl":
        return tells_harm(verb) and syntax.case_of(noun) in MEANS
    return relation == "nsubj" or (relation == "obj" and not tells_harm(verb))


def is_result(verb: Token, act: Token) -> bool:
    """What an act that is told already brought or used: `the attack that killed`, `attacked it, killing nine`."""
    if verb.head != act:
        return False
    if act.pos_ in NOUNS:
        return verb.dep_ in ("acl", "acl:relcl")
    return verb.dep_ == "advcl" and verb.tag_ == "VBG"


def double_of(token: Token, other: Token) -> bool:
    """Does `other` tell the same act better than `token`?"""
    if is_means(token, other):
        return True
    if tells_harm(token) and token.dep_ == "conj":
        return token.head == other and tells_harm(other)
    return (tells_harm(token) or token.lemma_.lower() == "use") and is_result(token, other)


def without_doubles(events: Sequence[Event], doc: Doc) -> list[Event]:
    """The events less those that tell an act of violence that another trigger of the sentence tells.

    The verb of harm takes the mode of the act that does it (`a drone strike hit the base`).
    """
    violent = {event.head: event for event in events if event.event_type == VIOLENCE}
    dropped = set()
    for index, event in violent.items():
        near = {doc[index].head.i, syntax.first_conjunct(doc[index]).head.i} & violent.keys() - {index}
        better = next((other for other in sorted(near) if double_of(doc[index], doc[other])), None)
        if better is not None:
            leave_out(doc[index], "another word of the sentence tells the same act")
            dropped.add(index)
            if doc[index].pos_ in NOUNS and event.mode:
                violent[better].mode = event.mode
    return [event for event in events if event.head not in dropped]
