"""What single tokens and hits tell about names: pure predicates over a Doc."""

from spacy.tokens import Doc, Token

from extract.actor_lexicon import Hit, actor_words
from extract.syntax import conjuncts

HONORIFICS = {"mr": "m", "mr.": "m", "sir": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "dr": "", "dr.": ""}
VERBAL = frozenset({"VERB", "AUX"})
NAME_PARTS = frozenset({"PROPN", "NOUN", "ADJ", "X", "VERB", "ADV", "INTJ"})


def is_name_token(token: Token) -> bool:
    """Can the token be part of a name?"""
    if token.text[0].isupper():
        if token.is_sent_start and token.pos_ != "PROPN":
            return False
        return token.pos_ in NAME_PARTS and token.lower_ not in HONORIFICS
    return token.lower_ in actor_words("name_particle") or (token.text in ("-", "–") and token.ent_type_ == "PERSON")


def is_titled_name(token: Token) -> bool:
    """Can the token stand in a name with its `Mr` and number?"""
    return is_name_token(token) or token.lower_ in HONORIFICS or token.tag_ == "CD"


def is_surname(doc: Doc, hit: Hit) -> bool:
    """A role noun that is somebody's last name (`Ann King`)."""
    token = doc[hit.start]
    if hit.start == 0 or hit.end - hit.start > 1 or not token.text[0].isupper() or token.ent_iob_ != "I":
        return False
    return token.ent_type_ == "PERSON" and is_name_token(doc[hit.start - 1]) and doc[hit.start - 1].pos_ == "PROPN"


def is_object(token: Token) -> bool:
    """Is the phrase inside a clause's predicate, so that the clause's subject is somebody else?"""
    return token.dep_.partition(":")[0] in ("obj", "iobj", "obl")


def is_loose(doc: Doc, hit: Hit) -> bool:
    """`US-backed`, `Saudi-born`: the state is only a backer of what follows."""
    first, hyphen, last = doc[hit.end - 1].lower_.rpartition("-")
    if hyphen and first and last in actor_words("loose_link"):
        return True
    if hit.end + 1 >= len(doc) or doc[hit.end].text not in ("-", "–"):
        return False
    return doc[hit.end + 1].lower_ in actor_words("loose_link")


def name_conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated to it, clauses left out."""
    return conjuncts(token, without=VERBAL)


def sentence_numbers(doc: Doc) -> list[int]:
    """The number of its sentence for every token."""
    numbers, number = [], -1
    for token in doc:
        if token.is_sent_start or number < 0:
            number += 1
        numbers.append(number)
    return numbers
