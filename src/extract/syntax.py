"""Questions about a Universal Dependencies tree that several components ask.

All functions are pure and read one clause at a time; none depends on a lexicon except for the few closed classes of
English grammar below (relative pronouns, verbs whose object controls an infinitive).
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
PREDICATE = frozenset({"VERB", "AUX", "ADJ"})
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
TO_BE = frozenset({"is", "are", "was", "were", "'s", "’s"})
OBLIGATION = frozenset({"must", "should", "ought"})
OPENING_MARKS = frozenset({'"', "“", "„", "``", "«"})
CLOSING_MARKS = frozenset({'"', "”", "''", "»"})
BEFORE_IMPERATIVE = frozenset({"ADV", "PUNCT", "PART", "AUX", "INTJ", "CCONJ", "SPACE"})
QUOTED = "chasqui.quoted"
PARTICLES = frozenset({"off", "down", "up", "away", "back"})
MAX_CLIMB = 6


def relation(token: Token) -> str:
    """The UD relation without its subtype: `nsubj:pass` -> `nsubj`."""
    return token.dep_.split(":", 1)[0]


def children(token: Token, *relations: str) -> list[Token]:
    """The dependents with one of the relations, with or without subtype."""
    return [child for child in token.children if child.dep_.split(":", 1)[0] in relations]


def upward(token: Token) -> Iterator[Token]:
    """The token and all that governs it, up to the root of its sentence."""
    yield token
    while token.head != token:
        token = token.head
        yield token


def conjuncts(token: Token, *, without: frozenset[str] = frozenset()) -> list[Token]:
    """The token and what is coordinated to it, directly or in a chain; chains end before parts of speech `without`."""
    found = [token]
    for member in found:
        found += [child for child in member.children if child.dep_ == "conj" and child.pos_ not in without]
    return found


def first_conjunct(token: Token) -> Token:
    """The head of a coordination that the token belongs to; the token itself outside of one."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def case_of(token: Token) -> str:
    """The adposition that marks a nominal (`with`, `because of`), in lower case; empty without one."""
    for child in token.children:
        if child.dep_ == "case":
            if child.lower_ == "out":  # its `of` hangs on it or stands beside it, as the parser likes
                return "out"
            rest = [c.lower_ for c in child.children if c.dep_ == "fixed"]
            return " ".join([child.lower_, *rest])
    return ""


def mark_of(token: Token) -> str:
    """The subordinator of a clause (`if`, `that`, `to`), in lower case; empty without one."""
    for child in token.children:
        if child.dep_ == "mark":
            return child.lower_
    return ""


def is_passive(verb: Token) -> bool:
    """True for passive clauses, and for bare past participles that modify a noun (`troops deployed by ...`)."""
    if is_active_read_as_passive(verb):
        return False
    for child in verb.children:
        if child.dep_ in ("nsubj:pass", "csubj:pass", "obl:agent"):
            return True
        if child.dep_ == "aux:pass" and child.pos_ != "PROPN":
            return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" for child in verb.children):
        return False
    if verb.dep_ in ("acl", "amod"):
        return not is_main_verb_read_as_participle(verb) and name_beside(verb) is None
    if verb.dep_ == "conj" and not children(verb, "nsubj"):
        return is_passive(first_conjunct(verb))
    return verb.dep_ == "advcl" and not children(verb, "obj")


def is_active_read_as_passive(verb: Token) -> bool:
    """`Mexico granted asylum`: a past tense with an object, and a subject that the parser took for that of a passive.

    A passive with a subject of its own has an auxiliary, except in headlines, where it has no object.
    """
    if verb.tag_ not in ("VBD", "VBN"):
        return False
    relations = {child.dep_ for child in verb.children}
    return "nsubj:pass" in relations and "obj" in relations and not relations & {"aux", "aux:pass", "obl:agent"}


def name_beside(verb: Token) -> Token | None:
    """`Trump imposed tariffs`, read as `tariffs imposed`: the name before a past form that has an object behind it.

    The tree has no subject for such a verb; a name right before it, not marked by an adposition, is one.
    """
    if not (children(verb, "obj") or (verb.dep_ == "amod" and verb.head.i > verb.i)) or verb.tag_ not in ("VBN", "VBD"):
        return None
    index = verb.i - 1
    while index > verb.sent.start and verb.doc[index].pos_ == "ADV":
        index -= 1
    name = verb.doc[index]
    if index < verb.sent.start or name.pos_ != "PROPN":
        return None
    first = name
    while first.i > verb.sent.start and verb.doc[first.i - 1].pos_ == "PROPN":
        first = verb.doc[first.i - 1]
    before = verb.doc[first.i - 1] if first.i > verb.sent.start else None
    if before is not None and before.pos_ in ("ADP", "VERB", "ADJ", "DET", "CCONJ"):
        return None
    return name


def is_main_verb_read_as_participle(verb: Token) -> bool:
    """`Ecuador on Friday extradited ...`: a past tense that the parser hung on its subject as a participle.

    A full sentence whose root is a bare noun has lost its verb; in a headline the participle reading is the likelier.
    """
    noun = verb.head
    return (
        verb.dep_ == "acl"
        and noun.head == noun
        and noun.pos_ in ("NOUN", "PROPN")
        and noun.i < verb.i
        and not children(noun, "cop", "nsubj")
        and noun.sent.text.rstrip().endswith((".", "”", '"'))
    )


def is_relative_pronoun(token: Token) -> bool:
    return token.tag_ in RELATIVE_TAGS or (token.lower_ == "that" and token.pos_ in ("PRON", "SCONJ"))


def antecedent(verb: Token) -> Token | None:
    """The noun that a relative clause, or a clause coordinated to one, modifies."""
    for _ in range(MAX_CLIMB):
        if verb.dep_ in ("acl:relcl", "acl"):
            return verb.head
        if verb.dep_ not in ("conj", "xcomp", "ccomp"):
            return None
        verb = verb.head
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject among the dependents: of several the nearest before the verb; a name taken for an auxiliary too."""
    found = [c for c in verb.children if c.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer")]
    found = found or [c for c in verb.children if relation(c) == "aux" and c.pos_ == "PROPN"]
    before = [child for child in found if child.i < verb.i]
    return before[-1] if before else found[0] if found else None


def grammatical_subject(verb: Token, *, object_control: frozenset[str] = frozenset()) -> Token | None:
    """The subject of a clause: its own, the antecedent behind a relative pronoun, or the one that it shares.

    A clause without a subject shares that of the clause that it is coordinated to, complements or modifies; the
    object's after the verbs of `object_control` (`ordered the troops to leave`).
    """
    for _ in range(MAX_CLIMB):
        subject = own_subject(verb)
        if subject is not None:
            if is_relative_pronoun(subject):
                return antecedent(verb) or subject
            return subject
        head = verb.head
        if head == verb:
            return None
        dep = relation(verb)
        if verb.dep_ in ("acl", "acl:relcl", "amod"):
            return name_beside(verb) or noun_that_acts(verb)
        if dep == "xcomp" and head.lemma_.lower() in object_control:
            objects = children(head, "iobj", "obj")
            if objects:
                return objects[0]
        if dep not in ("conj", "xcomp", "advcl", "ccomp", "parataxis", "appos"):
            return None
        if dep in ("ccomp", "parataxis") and head.pos_ not in PREDICATE:
            return None
        verb = head
    return None


def noun_that_acts(verb: Token) -> Token | None:
    """Who does what an adnominal clause says: the noun itself (`forces guarding`), or whoever has the plan to do it."""
    noun = verb.head
    if mark_of(verb) != "to" or is_headline_future(verb):
        return noun
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            return child
    governor = noun.head
    if relation(noun) == "obj" and governor.pos_ == "VERB":
        return own_subject(governor) or None
    return None


def agents(verb: Token) -> list[Token]:
    """The `by` phrases of a passive."""
    return [c for c in verb.children if c.dep_ == "obl:agent" or (relation(c) == "obl" and case_of(c) == "by")]


def own_objects(verb: Token) -> list[Token]:
    """Direct objects of an active clause: its own, a relative clause's antecedent, or a later conjunct's shared one."""
    objects = [c for c in verb.children if c.dep_ == "obj"] or children(verb, "iobj")
    if not objects and verb.dep_ == "amod" and verb.head.i > verb.i:
        return [verb.head]
    if objects:
        return [antecedent(verb) or o if is_relative_pronoun(o) else o for o in objects]
    if verb.dep_ == "acl:relcl":
        subject = own_subject(verb)
        if subject is not None and not is_relative_pronoun(subject) and not children(verb, "ccomp", "xcomp"):
            return [verb.head]
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and own_subject(child) is None:
            shared = [c for c in child.children if c.dep_ == "obj"]
            if shared:
                return shared
    return behind_particle(verb)


def behind_particle(verb: Token) -> list[Token]:
    """`sealed off the border`, `handed over their arms`: an object that the parser took for an oblique."""
    particle = any(child.dep_ == "compound:prt" for child in verb.children)
    found = [c for c in verb.children if c.dep_ == "obl" and c.i > verb.i]
    return [c for c in found if case_of(c) in PARTICLES or (particle and not case_of(c))][:1]


def oblique(token: Token, adposition: str) -> list[Token]:
    """The nominals that `adposition` ties to a verb or noun, also through the verb's object or nominal complement."""
    holders = [token, *[c for c in token.children if c.dep_ in ("obj", "compound:prt")]]
    nominals = [c for holder in holders for c in holder.children if relation(c) in ("obl", "nmod")]
    return [nominal for nominal in nominals if case_of(nominal) == adposition]


def marked_clauses(token: Token, adposition: str) -> list[Token]:
    """Clauses that an adposition ties to a verb or noun: `accused of hiding`, `pushed for tariffs to be lifted`."""
    found = []
    for child in children(token, "advcl", "acl", "xcomp", "ccomp"):
        marks = [c.lower_ for c in child.children if c.dep_ == "mark"]
        if marks[:1] == [adposition] and (child.tag_ == "VBG" or marks[1:] == ["to"]):
            found.append(child)
    return found


def clause_tokens(head: Token) -> Iterator[Token]:
    """The tokens of a clause or phrase without those of finite or relative clauses inside it."""
    yield head
    for child in head.children:
        if relation(child) in ("ccomp", "advcl", "parataxis") or child.dep_ == "acl:relcl":
            continue
        if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX"):
            continue
        yield from clause_tokens(child)


def governing_clause(token: Token) -> Token:
    """The predicate of the clause that a token stands in."""
    for _ in range(40):
        if relation(token) in ("ccomp", "advcl", "parataxis", "acl", "xcomp", "csubj") or token.head == token:
            return token
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX"):
            return token
        token = token.head
    return token


def is_negated(token: Token) -> bool:
    """`not`, `never`, `n't` on a predicate, or the determiner `no` on a noun."""
    for child in token.children:
        if child.lower_ in ("not", "n't", "n’t", "never", "neither", "nor") and relation(child) in ("advmod", "cc"):
            return True
        if child.lower_ == "no" and relation(child) == "det":
            return True
    return False


def is_future(verb: Token) -> bool:
    """Marked by `will` or `shall`, by `is to` (`is to visit`), by `is going to`, or as headlines do."""
    return (
        bool(FUTURE & set(auxiliaries(verb)))
        or is_scheduled(verb)
        or is_going_to(verb)
        or is_headline_future(first_conjunct(verb))
    )


def is_scheduled(verb: Token) -> bool:
    """`is to visit`, `are due to meet`: an infinitive with a form of `be` that it does not share with a noun."""
    if verb.tag_ != "VB":
        return False
    be = any(c.lower_ in TO_BE for c in children(verb, "cop", "aux"))
    return mark_of(verb) == "due" or (be and mark_of(verb) == "to")


def is_going_to(verb: Token) -> bool:
    going = verb.head
    if verb.dep_ != "xcomp" or going.lower_ != "going" or mark_of(verb) != "to":
        return False
    return "be" in auxiliaries(going)


def is_headline_future(verb: Token) -> bool:
    """`Chile to lift tariffs`: a headline's subject with an infinitive for its verb, which tells what will be done."""
    noun = verb.head
    return (
        verb.dep_ == "acl"
        and mark_of(verb) == "to"
        and verb.i > noun.i
        and noun.head == noun
        and noun.pos_ in ("NOUN", "PROPN")
        and not children(noun, "cop", "nsubj", "case")
        and not noun.sent.text.rstrip().endswith((".", "”", '"', "!", "?"))
    )


def is_future_in_past(verb: Token) -> bool:
    """`said that it would send aid`: what was still to come when it was said, and hangs on no condition."""
    clause = first_conjunct(verb)
    if "would" not in auxiliaries(verb) or clause.dep_ != "ccomp" or clause.head.tag_ not in ("VBD", "VBN"):
        return False
    return not any(mark_of(child) in ("if", "unless") for child in children(verb, "advcl"))


def is_obliged(verb: Token) -> bool:
    """`must`, `should`, `ought to`, `has to`, `needs to`."""
    if OBLIGATION & set(auxiliaries(verb)):
        return True
    above = verb.head
    return (
        verb.dep_ == "xcomp" and mark_of(verb) == "to" and above.pos_ in PREDICATE and above.lemma_ in ("have", "need")
    )


def is_imperative(verb: Token) -> bool:
    """`Do not cross the border`: a bare verb without subject that heads what is said."""
    first = first_conjunct(verb)
    if verb.tag_ != "VB" or mark_of(first) or relation(first) not in ("ROOT", "ccomp", "parataxis"):
        return False
    if own_subject(verb) is not None or own_subject(first) is not None or set(auxiliaries(verb)) - {"do"}:
        return False
    return all(child.pos_ in BEFORE_IMPERATIVE for child in first.children if child.i < first.i)


def is_demanded(verb: Token) -> bool:
    """Its content clause says what should be: `suggested that Peru sign`, `insisted that it must be signed`."""
    return any(
        is_obliged(clause) or (clause.tag_ == "VB" and not auxiliaries(clause) and own_subject(clause) is not None)
        for clause in children(verb, "ccomp")
    )


def in_quotation(token: Token) -> bool:
    """Does the token stand between quotation marks of its paragraph?"""
    return token.i in quoted(token.doc)


def quoted(doc: Doc) -> frozenset[int]:
    """The tokens between double quotation marks; looked up once for each Doc."""
    found: frozenset[int] | None = doc.user_data.get(QUOTED)
    if found is None:
        found = doc.user_data[QUOTED] = frozenset(quoted_tokens(doc))
    return found


def quoted_tokens(doc: Doc) -> Iterator[int]:
    is_open = False
    for token in doc:
        if token.is_space and "\n" in token.text:
            is_open = False
        elif token.text in OPENING_MARKS | CLOSING_MARKS:
            is_open = not is_open if token.text == '"' else token.text in OPENING_MARKS
        elif is_open:
            yield token.i


def auxiliaries(verb: Token) -> list[str]:
    """Lower-case lemmas of the auxiliaries of a verb; of the verb that it shares them with in a coordination."""
    found = [c.lemma_.lower() for c in verb.children if relation(c) == "aux"]
    if not found and verb.dep_ == "conj" and own_subject(verb) is None and verb.tag_ in ("VB", "VBN", "VBG"):
        return auxiliaries(verb.head)
    return found
