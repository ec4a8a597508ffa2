"""One article read for its actors: which phrase stands for whom.

`Reading` goes through the phrases of a Doc once, in the order of the text, and keeps for each the participants that it
stands for. A role noun (`minister`, `troops`, `court`) takes its state from, in this order: a modifier (`Peruvian`), a
possessor (`Peru's`), a complement (`of Peru`), the person's name, an earlier mention, the article's home country.

The parts: `actor_layout` cuts the Doc into phrases, `actor_state` holds what is known so far, `actor_persons` learns
the persons, `actor_names`, `actor_roles` and `actor_pronouns` read one phrase each, `actor_memory` remembers it.
"""

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Doc, Token

from extract import coreference
from extract.actor_layout import lay_out
from extract.actor_lexicon import Entry, Hit
from extract.actor_memory import remember
from extract.actor_mention import ActorMention, Members
from extract.actor_names import read_name, read_unlisted
from extract.actor_persons import learn_persons
from extract.actor_pronouns import pronoun
from extract.actor_roles import read_role
from extract.actor_state import STATE_KINDS, State, of_hit
from extract.actor_tokens import HONORIFICS, is_loose, name_conjuncts

PREFIX_TAGS = frozenset({"DT", "PDT", "CD", "JJS", "JJR", "IN", "RB", "TO"})
LINKS = frozenset({"-", "–", "/"})


class Reading:
    """The actors of one Doc."""

    def __init__(
        self,
        doc: Doc,
        *,
        names: list[Hit],
        roles: list[Hit],
        regions: Mapping[str, frozenset[str]],
        publisher: Entry | None = None,
    ) -> None:
        layout = lay_out(doc, names=names, roles=roles, regions=regions, publisher=publisher)
        self._state = State(layout, read_phrase)
        learn_persons(self._state)
        for index in range(len(layout.phrases)):
            self._state.resolve(index)
            remember(self._state, index)

    def all_mentions(self) -> list[ActorMention]:
        """Every mention, in the order of the text."""
        groups = (*self._state.found.values(), *self._state.modifiers.values())
        return sorted((m for group in groups for m in group), key=lambda m: (m.start, m.end))

    def members(self, token: Token) -> Members:
        """As `actors.members`."""
        of_token = self._state.layout.of_token
        members = [m for m in name_conjuncts(token) if m.i in of_token]
        return tuple(dict.fromkeys(a for m in members for a in participants(self._state, of_token[m.i], m)))


def participants(state: State, index: int, token: Token) -> Members:
    """What a token of a phrase stands for: the phrase, or what the token names before the phrase's core."""
    shared = state.found.get(state.shared[index], ()) if index in state.shared else ()
    whole = state.found.get(index, ())
    if token.i >= state.layout.cores[index].start:
        return (*shared, *whole)
    if token.i in state.modifiers:
        return (*shared, *state.modifiers[token.i])
    if token.tag_ in PREFIX_TAGS or token.lower_ in HONORIFICS:
        return (*shared, *whole)
    return shared


# ---- reading one phrase


def read_phrase(state: State, index: int) -> Members:
    """The participants of a phrase; notes those of its modifiers on the way."""
    phrase, core = state.layout.phrases[index], state.layout.cores[index]
    first = state.layout.doc[phrase.start]
    if phrase.end - phrase.start == 1 and (first.tag_ == "PRP" or first.lower_ in coreference.THIRD):
        return pronoun(state, index, first)
    read_modifiers(state, index, core)
    match core.entry.kind:
        case "":
            return read_unlisted(state, index, core)
        case "official" | "group" | "body" | "thing" if core.entry.code is None:
            return read_role(state, index, core, end=phrase.end)
        case "country" | "seat" | "body" | "group" | "people" | "adjective" | "leader":
            return (read_name(state, index, core),)
    return ()


def read_modifiers(state: State, index: int, core: Hit) -> None:
    """Note whom the words before the core name: `Russian` in `a Russian attack`, `his` in `his visit`."""
    layout, phrase = state.layout, state.layout.phrases[index]
    first = layout.doc[phrase.start]
    if first.tag_ == "PRP$":
        state.modifiers[first.i] = pronoun(state, index, first)
    for i in range(phrase.start, core.start):
        name, role = layout.names.get(i), layout.roles.get(i)
        if name:
            if name.end <= core.start and not is_loose(layout.doc, name):
                note(state, name, read_modifying_name(state, name))
        elif role and role.end <= core.start and core.entry.kind == "":
            note(state, role, read_role(state, index, role, end=role.end))


def note(state: State, hit: Hit, found: Members) -> None:
    """Keep whom the tokens of a modifier stand for."""
    state.modifiers.update(dict.fromkeys(range(hit.start, hit.end), found))


def read_modifying_name(state: State, hit: Hit) -> Members:
    """A name before the core, with the one that a dash links it to (`US-Mexico talks`)."""
    if hit.entry.kind in STATE_KINDS:
        hit = replace(hit, entry=replace(hit.entry, sectors=("GOV",)))
    is_linked = hit.start > 1 and state.layout.doc[hit.start - 1].text in LINKS
    linked = state.modifiers.get(hit.start - 2, ()) if is_linked else ()
    return (*linked, of_hit(hit))
