"""Component `status`: has the act happened, is it under way, promised, possible, denied, or long past?

Reads tense, modality, negation, conditionals and the verb above the trigger (coding guide, section 3). A future
meeting, support, cooperation or aid is an agreement to it, so those types become AGREE here.
"""

from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract import syntax
from extract.dates import resolve
from extract.event import Event
from extract.reasons import because
from extract.source import publication_day
from extract.trigger_lexicon import word_classes

FUTURE_TO_AGREE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
REFUSED_MODES = {
    "CONSULT": "meet", "AID": "assist", "CONCEDE": "yield", "RETREAT": "yield", "AGREE": None, "SUPPORT": None,
    "COOPERATE": "assist",
}  # fmt: skip
VERBAL_ACTS = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
POSSIBLE_AUX = frozenset({"would", "could", "may", "might", "should", "can", "must", "ought", "'d", "’d"})
CONDITIONS = frozenset({"if", "unless", "whether", "should", "lest"})
ONGOING_ADJECTIVES = frozenset({"ongoing", "continuing", "continued", "current"})
HISTORICAL_AFTER = timedelta(days=366)
MAX_CLIMB = 4
HEADLINES = "chasqui.headlines"


def predicate_of(token: Token) -> Token:
    """The verb whose tense holds for a trigger: its own, or for a noun that of the verb it completes."""
    if token.pos_ in ("VERB", "AUX", "ADJ"):
        return token
    if syntax.children(token, "cop"):
        return token
    governor = syntax.first_conjunct(token).head
    if syntax.case_of(token) == "of" and governor.lemma_.lower() in word_classes()["measure"]:
        return predicate_of(governor)
    classes = word_classes()
    light = classes["support_verb"] | classes["occurrence"]
    if governor.pos_ == "VERB" and governor.lemma_.lower() in light and syntax.relation(token) in ("obj", "nsubj"):
        return governor
    return token


def verb_status(verb: Token, *, headline: bool, verbal_act: bool) -> str:
    """The status that the grammar of one predicate gives."""
    if syntax.is_negated(verb):
        return because(verb, "negated", "its predicate is negated")
    auxiliaries = set(syntax.auxiliaries(verb))
    if syntax.mark_of(verb) in CONDITIONS:
        return because(verb, "hypothetical", "it stands in a condition", syntax.mark_of(verb))
    if syntax.is_future(verb):
        return because(verb, "future", "marked by will or shall")
    possible = auxiliaries & POSSIBLE_AUX
    if possible:
        status = "hypothetical" if "would" not in auxiliaries else "future"
        return because(verb, status, "a modal of possibility or of the future seen from the past", *possible)
    above = status_from_above(verb)
    if above is not None:
        return above
    return aspect_status(verb, auxiliaries, headline=headline, verbal_act=verbal_act)


def aspect_status(verb: Token, auxiliaries: set[str], *, headline: bool, verbal_act: bool) -> str:
    forms = {c.lower_ for c in verb.children if syntax.relation(c) in ("aux", "cop")}
    if verb.tag_ == "VBG" and "be" in auxiliaries and not headline:
        return because(verb, "ongoing", "a progressive form")
    present = verb.tag_ in ("VBZ", "VBP") and "have" not in auxiliaries
    copular = verb.pos_ in ("ADJ", "NOUN") and bool(forms & {"is", "are", "'s", "’s", "remains"})
    if present and not headline and not verbal_act:
        return because(verb, "ongoing", "the present tense of an act that is not one of words")
    if copular and verb.lemma_ in ("committed", "ready", "willing", "prepared", "open"):
        return because(verb, "future", "readiness is a promise")
    return because(verb, "occurred", "no mark of negation, condition, future or duration")


def status_from_above(verb: Token) -> str | None:
    """What the governing verb says of an infinitive: planned, tried, failed; None where it says nothing."""
    classes = word_classes()
    for _ in range(MAX_CLIMB):
        head = verb.head
        if verb.dep_ == "acl" and head.lemma_.lower() in classes["preparation"] and syntax.mark_of(verb) == "to":
            return because(verb, "future", "it is being prepared", head.text)
        if head == verb or syntax.relation(verb) not in ("xcomp", "conj"):
            return None
        lemma = head.lemma_.lower()
        if syntax.relation(verb) == "xcomp":
            if lemma in classes["failing"] or syntax.is_negated(head):
                return because(verb, "negated", "the verb above it fails or is negated", lemma)
            if syntax.is_future(head) or lemma in classes["planning"]:
                return because(verb, "future", "the verb above it plans it", lemma)
            if set(syntax.auxiliaries(head)) & POSSIBLE_AUX:
                return because(verb, "hypothetical", "the verb above it is only possible", lemma)
            if lemma in ("continue", "keep") and head.tag_ in ("VBZ", "VBP", "VBG"):
                return because(verb, "ongoing", "the verb above it says that it goes on", lemma)
            if lemma == "be" or (head.pos_ == "ADJ" and lemma in classes["planning"]):
                return because(verb, "future", "the word above it plans it", lemma)
        verb = head
    return None


def noun_status(noun: Token) -> str:
    """The status of a nominal event without a light verb."""
    if syntax.is_negated(noun):
        return because(noun, "negated", "the noun is negated")
    if syntax.case_of(noun) == "ahead of":
        return because(noun, "future", "something comes ahead of it")
    if is_awaited(noun):
        return because(noun, "future", "it is expected, planned or due", noun.head.text)
    modifiers = {c.lemma_.lower() for c in syntax.children(noun, "amod")}
    if modifiers & word_classes()["upcoming"]:
        return because(noun, "future", "its adjective lies ahead", *modifiers & word_classes()["upcoming"])
    if modifiers & ONGOING_ADJECTIVES:
        return because(noun, "ongoing", "its adjective lasts", *modifiers & ONGOING_ADJECTIVES)
    if goes_on(noun):
        return because(noun, "ongoing", "a state of affairs in a sentence about the present")
    return because(noun, "occurred", "a noun without any mark of another status")


def is_awaited(noun: Token) -> bool:
    """`talks are expected to resume`, `a new round of talks is due in May`: the subject of a plan without a planner."""
    if syntax.relation(noun) == "nmod" and syntax.case_of(noun) == "of":
        noun = noun.head
    above = noun.head
    if syntax.relation(noun) != "nsubj" or above.lemma_.lower() not in word_classes()["planning"]:
        return False
    if any(c.lemma_.lower() not in word_classes()["occurrence"] for c in syntax.children(above, "xcomp")):
        return False
    return above.pos_ == "ADJ" or (above.tag_ == "VBN" and syntax.is_passive(above))


def goes_on(noun: Token) -> bool:
    """A state of affairs (`sanctions`, `violence`) in a sentence about the present, outside of headlines."""
    if noun.lemma_.lower() not in word_classes()["durative"] or is_headline(noun):
        return False
    clause = syntax.governing_clause(noun)
    return clause.tag_ in ("VBZ", "VBP") or any(c.tag_ in ("VBZ", "VBP") for c in syntax.children(clause, "aux", "cop"))


def grammatical_status(event: Event, doc: Doc) -> str:
    token = doc[event.head]
    predicate = predicate_of(token)
    if predicate.pos_ in ("VERB", "AUX", "ADJ") or syntax.children(predicate, "cop"):
        by_verb = verb_status(
            predicate, headline=is_headline(token), verbal_act=event.event_type in VERBAL_ACTS and predicate is token
        )
        if predicate is token or by_verb != "occurred":
            return by_verb
    return noun_status(token)


def looks_ahead(token: Token) -> bool:
    """`plans to`, `expressed its willingness to`: an agreement that is only a wish or a plan of what will be done."""
    words = [token, *syntax.own_objects(token)] if token.pos_ in ("VERB", "AUX") else [token]
    return any(word.lemma_.lower() in word_classes()["outlook"] for word in words)


def is_headline(token: Token) -> bool:
    """Headlines tell the past in the present tense."""
    return any(start <= token.idx < end for start, end in headlines(token.doc))


def headlines(doc: Doc) -> list[tuple[int, int]]:
    """Character offsets of the article's title and subtitles; looked up once for each Doc."""
    found: list[tuple[int, int]] | None = doc.user_data.get(HEADLINES)
    if found is None:
        paragraphs = doc._.article.paragraphs if doc._.article is not None else ()
        found = [(p.start, p.end) for p in paragraphs if p.kind in ("title", "subtitle")]
        doc.user_data[HEADLINES] = found
    return found


def is_long_past(event: Event, doc: Doc) -> bool:
    """The act's own date lies more than a year before publication."""
    published = publication_day(doc)
    if published is None or event.date is None:
        return False
    days = resolve(event.date, published=published, past=True)
    if days is None or days["end"] is None:
        return False
    return published - date.fromisoformat(days["end"]) > HISTORICAL_AFTER


def is_announced(event: Event, doc: Doc) -> bool:
    """A meeting or other joint act whose date begins after the article: `ahead of talks next week`."""
    published = publication_day(doc)
    if published is None or event.date is None or event.event_type not in FUTURE_TO_AGREE:
        return False
    days = resolve(event.date, published=published, past=False)
    return days is not None and days["start"] is not None and date.fromisoformat(days["start"]) > published


def is_refused(token: Token) -> bool:
    """`will not lift the ban`, `said that it would not attend`."""
    predicate = predicate_of(token)
    return syntax.is_future(predicate) or syntax.is_future_in_past(predicate)


def is_wished(event: Event, token: Token) -> bool:
    """`I want to thank`, `we would welcome`, `it will be fantastic`: praise that is given by saying so."""
    return event.row.frame.name == "speech_praise" or (event.row.frame.name == "praise" and not syntax.is_future(token))


def worded_status(event: Event, token: Token) -> str | None:
    """The status of acts that are done by a modal, an imperative or a negation of something else."""
    slots = {need.slot for need in event.row.needs}
    if slots & {"modal", "imperative"}:
        return because(token, "occurred", "asking by must or should, or by a command")
    if "negated" in slots:
        return because(token, "occurred", "the negation makes the act: a refusal, a denial, a judgement")
    return None


def settle(event: Event, doc: Doc) -> None:
    """Set status, and the type where the status changes it."""
    head = doc[event.head]
    event.status = worded_status(event, head) or grammatical_status(event, doc)
    if event.event_type == "AGREE" and event.status in ("occurred", "ongoing") and looks_ahead(head):
        event.status = because(head, "future", "a wish or a plan of what is still to be done")
    if event.status == "occurred" and is_long_past(event, doc):
        event.status = because(head, "historical", "its date lies more than a year before publication")
    if event.status in ("occurred", "ongoing") and is_announced(event, doc):
        event.status = because(head, "future", "its date lies after publication")
    if event.status == "negated" and event.event_type in REFUSED_MODES and is_refused(head):
        event.event_type, event.mode = "REJECT", REFUSED_MODES[event.event_type]
        event.status = because(head, "occurred", "saying that one will not do it is a refusal")
    if event.status == "future" and event.event_type == "SUPPORT" and is_wished(event, head):
        event.status = because(head, "occurred", "who would like to thank, thanks")
    if event.status == "future" and event.event_type in FUTURE_TO_AGREE:
        event.event_type, event.mode = "AGREE", None
    elif event.status == "future" and event.event_type == "RETREAT":
        event.event_type, event.mode = "CONCEDE", None


@Language.factory("status", requires=["doc._.events", "doc._.dates", "token.dep"], assigns=["doc._.events"])
def create_status(nlp: Language, name: str) -> "Status":
    """Make the component."""
    return Status()


class Status:
    """Fills `status` of `doc._.events`."""

    def __call__(self, doc: Doc) -> Doc:
        for event in doc._.events:
            settle(event, doc)
        return doc
