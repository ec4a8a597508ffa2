"""What later pronouns and descriptions can go back to: every phrase as an antecedent."""

from dataclasses import replace

from extract import coreference
from extract.actor_layout import Layout
from extract.actor_lexicon import Entry
from extract.actor_mention import ActorMention, Members
from extract.actor_state import State
from extract.actor_tokens import HONORIFICS
from extract.coreference import Antecedent
from extract.noun_phrases import Phrase

GENDERED = {"king": "m", "prince": "m", "queen": "f", "princess": "f", "chairwoman": "f", "spokeswoman": "f"}
SINGLE_PERSON = coreference.MASCULINE | coreference.FEMININE | {"i"}


def remember(state: State, index: int) -> None:
    """Add what the phrase stands for to the history; an apposition only renames the person before it."""
    found, entry, items = state.found.get(index, ()), state.layout.cores[index].entry, state.history.items
    if not found:
        return
    if entry.kind == "official" and renames_last(state, state.layout.phrases[index]):
        items[-1] = replace(items[-1], noun=entry.name)
    else:
        items.append(antecedent(state.layout, index, found))


def antecedent(layout: Layout, index: int, found: Members) -> Antecedent:
    """The participants of a phrase as later phrases can stand for them."""
    phrase, entry, source = layout.phrases[index], layout.cores[index].entry, found[0]
    word = layout.doc[source.head].lower_
    return Antecedent(
        index=index,
        sentence=layout.sentence_of[phrase.start],
        person=is_person(source, entry, word),
        plural=len(found) > 1 or entry.plural or entry.kind == "people" or word in coreference.PLURAL,
        subject=any(t.dep_.startswith("nsubj") for t in layout.doc[phrase.start : phrase.end]),
        gender=gender(layout, phrase),
        kind=source.kind,
        noun=entry.name,
        codes=tuple(m.code for m in found),
        sectors=source.sectors,
    )


def renames_last(state: State, phrase: Phrase) -> bool:
    """Is the phrase an apposition inside the person mentioned last?"""
    items = state.history.items
    if not items or not items[-1].person:
        return False
    last = state.found[items[-1].index][0]
    return last.start < phrase.start and phrase.end <= last.end


def is_person(source: ActorMention, entry: Entry, word: str) -> bool:
    """Is the participant a single person; `word` is the head of its mention?"""
    if source.kind == "person" or (source.kind == "pronoun" and word in SINGLE_PERSON):
        return True
    single = entry.kind in ("official", "leader") and not entry.plural
    return single and source.kind in ("official", "pronoun", "description")


def gender(layout: Layout, phrase: Phrase) -> str:
    """`m` or `f` by the first title, gendered noun or pronoun of the phrase, else ''."""
    for token in layout.doc[phrase.start : phrase.end]:
        found = gender_of(token.lower_)
        if found:
            return found
    return ""


def gender_of(word: str) -> str:
    """The gender that one word tells."""
    if word in coreference.MASCULINE:
        return "m"
    if word in coreference.FEMININE:
        return "f"
    return HONORIFICS.get(word) or GENDERED.get(word, "")
