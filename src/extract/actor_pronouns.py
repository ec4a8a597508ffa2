"""Pronouns and `both countries`: which earlier (or speaking) participants a phrase stands for."""

from dataclasses import replace

from spacy.tokens import Doc, Token

from extract import coreference
from extract.actor_layout import Layout
from extract.actor_lexicon import Entry
from extract.actor_links import coordinated
from extract.actor_mention import ActorMention, Members
from extract.actor_state import State, mention, stand_in, state_entry
from extract.actor_tokens import is_object
from extract.noun_phrases import Phrase
from schemas import ontology


def pronoun(state: State, index: int, token: Token) -> Members:
    """Whom the pronoun `token` of a phrase stands for."""
    word = token.lower_
    if word in coreference.FIRST:
        return speaker(state, index, token)
    if word not in coreference.THIRD or token.dep_ == "expl":
        return ()
    return those_who_met(state, token) or third_person(state, index, token)


def as_pronoun(doc: Doc, token: Token, source: ActorMention) -> ActorMention:
    """The token as pronoun for `source`."""
    return stand_in(doc, Phrase(token.i, token.i + 1, token.i), source, kind="pronoun")


# ---- third persons


def those_who_met(state: State, token: Token) -> Members:
    """`They` behind `Soto met Diaz.`: both."""
    layout = state.layout
    if token.lower_ not in coreference.PLURAL or not token.dep_.startswith("nsubj"):
        return ()
    sides = coreference.meeting(state.history, sentence=layout.sentence_of[token.i])
    return tuple(as_pronoun(layout.doc, token, member(state, i.index, code)) for i, code in sides)


def third_person(state: State, index: int, token: Token) -> Members:
    """Whom `he`, `its` or `they` stands for by recency, number and role."""
    layout, word = state.layout, token.lower_
    other = is_object(token) or is_joined(layout, index, token)
    sentence = layout.sentence_of[token.i]
    item = coreference.third_person(state.history, word, sentence=sentence, as_object=other)
    if item is None:
        return ()
    sources = with_coordinated(state, item.index) if word in coreference.PLURAL else state.found[item.index]
    return tuple(as_pronoun(layout.doc, token, m) for m in sources)


def is_joined(layout: Layout, index: int, token: Token) -> bool:
    """`its` in `the gang and its leader`: that of what the phrase is coordinated to."""
    return token.tag_ == "PRP$" and layout.doc[layout.phrases[index].head].dep_ == "conj"


def with_coordinated(state: State, index: int) -> Members:
    """The participants of a phrase and, for each further code, of those coordinated to it."""
    found = list(state.found[index])
    for other in coordinated(state.layout, index):
        found += [m for m in state.found.get(other, ()) if m.code not in {f.code for f in found}]
    return tuple(found)


def member(state: State, index: int, code: str) -> ActorMention:
    """The participant of a phrase with the given code."""
    return next(m for m in state.found[index] if m.code == code)


# ---- first persons


def speaker(state: State, index: int, token: Token) -> Members:
    """Who says `we`: a subject of saying nearby, the publisher, the latest person, the article's home country."""
    layout, sentence = state.layout, state.layout.sentence_of[token.i]
    source = sayer(state, index, sentence) or (None if layout.publisher else latest_person(state, sentence))
    if source is not None:
        return (as_pronoun(layout.doc, token, source),)
    entry = layout.publisher or home_entry(layout)
    return (mention(token.i, token.i + 1, token.i, replace(entry, kind="pronoun")),) if entry else ()


def sayer(state: State, index: int, sentence: int) -> ActorMention | None:
    """The subject of a verb of saying in or near the sentence, other than the phrase itself."""
    for other in (sentence, sentence - 1, sentence + 1, sentence - 2):
        for subject in state.layout.sayers.get(other, ()):
            found = state.resolve(subject)
            if found and found[0].kind != "pronoun" and subject != index:
                return found[0]
    return None


def latest_person(state: State, sentence: int) -> ActorMention | None:
    """The person mentioned last."""
    item = coreference.first(state.history.back(sentence), lambda a: a.person)
    return state.found[item.index][0] if item else None


def home_entry(layout: Layout) -> Entry | None:
    """The article's home country, if it is a state."""
    return state_entry(layout.home) if layout.home in ontology.countries() else None


# ---- pairs


def pair(state: State, index: int, *, sectors: tuple[str, ...] | None, size: int) -> Members:
    """The latest two (or `size`) states behind `both countries`, `both` or `the two ministers`.

    `sectors` are those of the role noun, None where there is none.
    """
    layout = state.layout
    phrase = layout.phrases[index]
    sides = coreference.pair(state.history, sentence=layout.sentence_of[phrase.start], size=size)
    sources = [with_sectors(member(state, item.index, code), sectors) for item, code in sides]
    return tuple(stand_in(layout.doc, phrase, source, kind="description") for source in sources)


def with_sectors(source: ActorMention, sectors: tuple[str, ...] | None) -> ActorMention:
    """The source with the role's sectors (`both armies`), unless it has others than a government or people."""
    if sectors is None or sectors == ("GOV",) or source.sectors not in (("GOV",), ("CVL",)):
        return source
    return replace(source, sectors=sectors)
