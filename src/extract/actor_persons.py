"""Who is who: the persons that an article introduces with a title, an office or a state, before it is read."""

from dataclasses import replace

from extract.actor_layout import Layout, is_title
from extract.actor_lexicon import Hit, actor_words
from extract.actor_links import before_comma, behind_complements, beside, plain_complements
from extract.actor_mention import ActorMention, actor_id
from extract.actor_names import person_of_state
from extract.actor_owners import modifier_actor, owned
from extract.actor_state import State, of_hit
from extract.actor_tokens import is_name_token


def learn_persons(state: State) -> None:
    """Fill `state.persons`: names behind a title or state, names with an office in apposition."""
    for index, phrase in enumerate(state.layout.phrases):
        core = state.layout.cores[index]
        kind = core.entry.kind
        if core.end < phrase.end:
            if kind in ("adjective", "people"):
                learn(state, core.end, phrase.end, person_of_state(state, index, core))
            elif kind in ("official", "group"):
                learn_titled(state, index, core)
        elif is_title(core.entry):
            learn_apposed(state, index, core)


def learn_titled(state: State, index: int, core: Hit) -> None:
    """`Peruvian minister Ana Soto`, `Peru's minister Ana Soto`."""
    owner, end = explicit_owner(state, index, core), state.layout.phrases[index].end
    if owner is not None:
        learn(state, core.end, end, owned(state.layout, index, core, owner=owner, end=end))


def learn_apposed(state: State, index: int, core: Hit) -> None:
    """`the minister of Peru, Ana Soto`, `Ana Soto, the Peruvian minister`, `the minister of Peru Ana Soto`."""
    layout = state.layout
    owner = explicit_owner(state, index, core) or explicit_complement(layout, index)
    if owner is None:
        return
    role = owned(layout, index, core, owner=owner, end=layout.phrases[index].end)
    others = (beside(state, index), before_comma(layout, role.start), behind_complements(layout, index))
    name = next((n for n in others if n is not None and is_name(layout, n)), None)
    if name is not None:
        phrase, role = layout.phrases[name], replace(role, end=max(role.end, owner.end))
        learn(state, phrase.start, phrase.end, named_holder(layout, name, role))


def named_holder(layout: Layout, index: int, role: ActorMention) -> ActorMention:
    """The office as the person that a phrase beside it names."""
    phrase = layout.phrases[index]
    name = layout.doc[phrase.start : phrase.end].text
    identity = actor_id(kind="person", name=name, code=role.code, sectors=role.sectors)
    start, end = min(role.start, phrase.start), max(role.end, phrase.end)
    return replace(role, name=name, actor_id=identity, kind="person", start=start, end=end)


def explicit_owner(state: State, index: int, core: Hit) -> ActorMention | None:
    """Who is named before the core, without asking whom pronouns and descriptions stand for."""
    found, before = modifier_actor(state, index, core), state.layout.phrases[index].possessor
    if found is not None or before is None:
        return found
    hits = state.layout.hits(before)
    return of_hit(hits[-1]) if hits else None


def explicit_complement(layout: Layout, index: int) -> ActorMention | None:
    """The first name in the complements."""
    for other in plain_complements(layout, index):
        hits = layout.hits(other)
        if hits:
            return of_hit(hits[-1])
    return None


def is_name(layout: Layout, index: int) -> bool:
    """Is the phrase nothing but a person's name?"""
    phrase = layout.phrases[index]
    tokens = layout.doc[phrase.start : phrase.end]
    if any(t.i in layout.roles or not is_name_token(t) for t in tokens):
        return False
    return all(h.entry.kind == "leader" for h in layout.hits(index))


def learn(state: State, start: int, end: int, mention: ActorMention) -> None:
    """Know the name of the tokens `start` to `end` from now on by its last and first word."""
    layout = state.layout
    hits = layout.hits(layout.of_token[start])
    if any(hit.entry.kind == "leader" and hit.entry.code != mention.code for hit in hits):
        return  # the list of leaders knows better than a phrase that may be misread
    if layout.doc[end - 1].tag_ in ("NNS", "NNPS"):
        return  # `OAS Member States` names no person
    last, first = layout.doc[end - 1].lower_, layout.doc[start].lower_
    state.persons.setdefault(last, mention)
    if end - start > 1 and first not in actor_words("name_particle"):
        state.persons.setdefault(first, mention)
