"""Who says a clause: the subject of the nearest reporting verb above or beside it."""

from spacy.tokens import Token

from extract import syntax
from extract.actors import ActorMention, members
from extract.trigger_lexicon import word_classes

MAX_CLIMB = 12


def speech_verb(clause: Token) -> Token | None:
    """The reporting verb that governs a clause, or that a quotation has beside it."""
    token = clause
    reporting = word_classes()["reporting"]
    for _ in range(MAX_CLIMB):
        beside = [c for c in syntax.children(token, "parataxis", "ccomp") if syntax.own_subject(c) is not None]
        for candidate in [token.head, *beside]:
            if candidate.i != clause.i and candidate.pos_ == "VERB" and candidate.lemma_.lower() in reporting:
                return candidate
        if token.head == token:
            return None
        token = token.head
    return None


def speakers(clause: Token) -> list[Token]:
    """The subject of the reporting verb; empty where the article itself speaks."""
    verb = speech_verb(clause)
    subject = syntax.grammatical_subject(verb) if verb is not None else None
    return [subject] if subject is not None else []


def speaker_of(clause: Token) -> ActorMention | None:
    """Who says the clause, as a participant; null where the article itself speaks."""
    for subject in speakers(clause):
        found = members(subject)
        if found:
            return found[0]
    return None
