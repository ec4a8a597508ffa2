"""Phrases around a role noun (`minister`, `troops`, `court`): whose they are, or whom they describe.

Every function takes the phrase's index, the role noun `core` and the token `end` at which the phrase is cut: its own
end, or that of the noun where the noun only modifies what follows.
"""

from dataclasses import replace

from extract import coreference
from extract.actor_layout import Layout
from extract.actor_lexicon import Entry, Hit, actor_words
from extract.actor_links import beside, complements, of_complement
from extract.actor_mention import ActorMention, Members
from extract.actor_owners import owned, owner_before, place_owner, role_kind
from extract.actor_pronouns import pair
from extract.actor_state import State, again, mention, stand_in
from extract.actor_tokens import is_name_token, is_object

COMPLEMENT_CASES = frozenset({"of", "from", "in", "at", "for", "with"})
OWNER_KINDS = frozenset({"country", "body", "group", "person", "official", "description"})
AMERICA = "USA"
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def read_role(state: State, index: int, core: Hit, *, end: int) -> Members:
    """The participants of a phrase around a role noun, by the order of sources in `actor_reading`."""
    role, whole = core.entry, end == state.layout.phrases[index].end
    paired = role_of_pair(state, index, role) if whole else ()
    if paired:
        return paired
    owner = owner_before(state, index, core)
    if owner is not None and owner.kind == "region" and role.name in actor_words("state_noun"):
        return without_owner(state, index, core, end)
    if owner is not None and not (owner.kind == "pronoun" and role.name in actor_words("ally")):
        return role_of_owners(state, index, core, end, owner=owner)
    found = (role_of_complements(state, index, core, end) or role_of_name(state, index, core)) if whole else ()
    return found or without_owner(state, index, core, end)


# ---- `both ministers`


def role_of_pair(state: State, index: int, role: Entry) -> Members:
    """`both ministers`, `the two sides`: those of the latest states."""
    words = state.layout.words(index)
    if not is_pair(words, role):
        return ()
    return pair(state, index, sectors=role.sectors, size=3 if "three" in words else 2)


def is_pair(words: set[str], role: Entry) -> bool:
    """Does a phrase of these words around the role stand for a pair?"""
    if role.name not in actor_words("pair_noun") or not role.plural:
        return False
    counted = not words.isdisjoint(actor_words("pair_word"))
    return counted or (role.name in ("side", "party to the conflict") and "the" in words)


# ---- owned by somebody


def role_of_owners(state: State, index: int, core: Hit, end: int, *, owner: ActorMention) -> Members:
    """`Peruvian troops`, `its army`; a plural for each state before it (`US-Mexico officials`)."""
    several = state.modifiers.get(owner.start, ()) if core.entry.plural and owner.kind == "country" else ()
    owners = [*(o for o in several if o.code != owner.code), owner]
    return tuple(owned(state.layout, index, core, owner=o, end=end) for o in owners)


def role_of_complements(state: State, index: int, core: Hit, end: int) -> Members:
    """`the ministers of Peru and Chile`: one member for each; `the ministry of Foreign Affairs of Peru`: one."""
    owners, layout = owners_behind(state, index, core.entry), state.layout
    if not owners:
        return ()
    first = owned(layout, index, core, owner=owners[0], end=end)
    first = replace(first, end=max(owners[0].end, first.end), head=core.end - 1)
    rest = [(o, owned(layout, index, core, owner=o, end=core.end)) for o in owners[1:]]
    return (first, *(replace(m, start=o.start, end=o.end, head=o.head) for o, m in rest))


def owners_behind(state: State, index: int, role: Entry) -> list[ActorMention]:
    """Those whom complements name as owners of the role, else the state of a place; one for a single official."""
    owners: list[ActorMention] = []
    for other in complements(state, index, cases=COMPLEMENT_CASES):
        for member in state.resolve(other):
            if member.code not in {o.code for o in owners} or member.kind != owners[0].kind:
                owners.append(member)
    if not owners and role.kind != "thing":
        place = place_owner(state.layout, index)
        owners = [place] if place else []
    owners = [o for o in owners if o.kind in OWNER_KINDS]
    return owners[:1] if role.kind == "official" and not role.plural else owners


def role_of_name(state: State, index: int, core: Hit) -> Members:
    """A title with a name: the person as known from the article or the lexicon."""
    layout, phrase = state.layout, state.layout.phrases[index]
    if core.end < phrase.end:
        known = state.persons.get(layout.last(index).lower_)
        if known is not None:
            return (again(layout.doc, phrase, known),)
        for hit in layout.hits(index):
            if hit.entry.kind == "leader":
                start, entry = layout.full_start(index), replace(hit.entry, kind="person")
                return (mention(start, phrase.end, phrase.end - 1, entry),)
    apposed = apposed_name(state, index)
    return (apposed,) if apposed else ()


def apposed_name(state: State, index: int) -> ActorMention | None:
    """`the foreign minister, Ana Soto`: who holds the office, if the article says elsewhere for whom."""
    layout, other = state.layout, beside(state, index)
    if other is None or not is_name_token(layout.last(other)):
        return None
    core, name = layout.cores[other], layout.phrases[other]
    known = state.persons.get(layout.last(other).lower_)
    if known is None and core.entry.kind == "leader":
        known = mention(name.start, name.end, name.end - 1, replace(core.entry, kind="person"))
    return again(layout.doc, layout.phrases[index], known) if known else None


# ---- owned by nobody


def without_owner(state: State, index: int, core: Hit, end: int) -> Members:
    """A role of nobody named: unspecific allies, one who is known, those of the complement, the article's own."""
    layout, role = state.layout, core.entry
    if is_unspecific(layout.words(index), role):
        entry = Entry(role.name, "description", None, ("GOV",))
        return (mention(layout.full_start(index), end, core.end - 1, entry),)
    found = described(state, index, role)
    if found or (role.name in actor_words("state_noun") and layout.home is None):
        return found
    if not role.sectors:
        return of_complement(state, index) or ()
    return (role_at_home(layout, index, core, end),)


def is_unspecific(words: set[str], role: Entry) -> bool:
    """`the world`, `its allies`, `some partner`: states that nobody could list."""
    if role.name in actor_words("world"):
        return True
    return role.name in actor_words("ally") and (role.plural or not words.isdisjoint(actor_words("unspecific")))


def described(state: State, index: int, role: Entry) -> Members:
    """Whom `the minister`, `this country` was said of before."""
    layout, phrase = state.layout, state.layout.phrases[index]
    if layout.words(index).isdisjoint(DEFINITE):
        return ()
    sentence, as_object = layout.sentence_of[phrase.start], is_object(layout.doc[phrase.head])
    region = region_of(layout, index)
    item = coreference.described(state.history, role, sentence=sentence, region=region, as_object=as_object)
    sources = state.found[item.index] if item else ()
    return tuple(stand_in(layout.doc, phrase, m, kind="description") for m in sources)


def region_of(layout: Layout, index: int) -> frozenset[str]:
    """The states that a regional adjective in the phrase allows; empty without one."""
    phrase = layout.phrases[index]
    text = layout.doc[phrase.start : phrase.end].text.lower()
    return next((states for adjective, states in layout.regions.items() if adjective in text), frozenset())


def role_at_home(layout: Layout, index: int, core: Hit, end: int) -> ActorMention:
    """The role as one of the article's home country (refugees of none), a person where a name follows."""
    role, start = core.entry, layout.full_start(index)
    code = None if role.sectors == ("REF",) else default_code(layout, role)
    if core.end < end:
        entry = Entry(layout.doc[core.end : end].text, "person", code, role.sectors)
    else:
        entry = Entry(role.name, role_kind(role), code, role.sectors)
    return mention(start, end, end - 1, entry)


def default_code(layout: Layout, role: Entry) -> str | None:
    """The state of a role that names none: the publisher's for its own officials, else the article's."""
    if role.name == "coalition":
        return "IGO"
    if role.name in actor_words("american_office") and AMERICA in layout.mentioned:
        return AMERICA
    if layout.publisher is not None and role.sectors == ("GOV",):
        return layout.publisher.code
    return layout.home
