"""Every row of the trigger lexicon loads, has known codes and fires on a clause that meets its needs."""

import re
from pathlib import Path

import pytest
from spacy.tokens import Doc

from extract import triggers
from extract.lexicons import read_rows
from extract.trigger_lexicon import (
    ADPOSITIONS,
    KINDS,
    Need,
    TriggerRow,
    frames,
    inflected_forms,
    irregular_forms,
    lemmas_of,
    parse_need,
    regular_forms,
    trigger_index,
    trigger_rows,
    word_classes,
)
from schemas.errors import LexiconError

SENSE_COLUMNS = ("lemma", "pos", "needs", "meaning")
SOURCES = Path(triggers.__file__).parent


class Clause:
    """A clause under construction: the trigger is token 0, everything else hangs on it."""

    def __init__(self, row: TriggerRow) -> None:
        self.passive = any(need.slot == "passive" for need in row.needs)
        lemma, _, self.particle = lemmas_of(row)[0].replace("*", "anything").partition(" ")
        bare = any(need.slot == "imperative" for need in row.needs)
        tag = {"VERB": "VB" if bare else "VBD", "NOUN": "NN", "ADJ": "JJ"}[row.pos]
        self.tokens = [(lemma, row.pos, tag, 0, "ROOT")]
        if self.particle:
            self.add(self.particle, "ADP", "compound:prt")

    def add(self, word: str, pos: str, dep: str, *, head: int = 0, tag: str = "NN") -> int:
        self.tokens.append((word, pos, tag, head, dep))
        return len(self.tokens) - 1

    def doc(self, vocab) -> Doc:
        words, pos, tags, heads, deps = zip(*self.tokens, strict=True)
        return Doc(
            vocab, words=list(words), lemmas=[w if w in KINDS else w.lower() for w in words], pos=list(pos),
            tags=list(tags), heads=list(heads), deps=list(deps),
        )  # fmt: skip


UPWARD = ("support", "governor")


def filler(need: Need) -> str:
    return sorted(need.kinds or need.words or {"thing"})[0]


def support_under(clause: Clause, verb: str = "hold") -> None:
    clause.tokens = [(w, p, t, h + 1 if i else 0, d) for i, (w, p, t, h, d) in enumerate(clause.tokens)]
    clause.tokens.insert(0, (verb, "VERB", "VBD", 0, "ROOT"))
    word, pos, tag, _, _ = clause.tokens[1]
    clause.tokens[1] = (word, pos, tag, 0, "obj")


FLAG_WORDS = {
    "poss": ("ACTOR", "PROPN", "nmod:poss", "NN"),
    "clause": ("do", "VERB", "ccomp", "VB"),
    "plural": ("BOTH", "NOUN", "nsubj", "NN"),
    "partner": ("ACTOR", "PROPN", "nmod", "NN"),
    "reflexive": ("itself", "PRON", "obj", "NN"),
    "together": ("together", "ADV", "advmod", "NN"),
    "passive": ("was", "AUX", "aux:pass", "NN"),
    "will": ("will", "AUX", "aux", "MD"),
    "modal": ("must", "AUX", "aux", "MD"),
    "negated": ("not", "PART", "advmod", "RB"),
    "peacekeeping": ("peacekeeping", "NOUN", "obl", "NN"),
    "predicate": ("is", "AUX", "cop", "NN"),
}
COMPLEMENTS = {"subj": "nsubj", "obj": "obj", "mod": "compound", "xcomp": "xcomp", "ccomp": "ccomp", "case": "case"}


def meet(clause: Clause, need: Need) -> None:
    word = filler(need)
    if need.slot in FLAG_WORDS:
        said, pos, dep, tag = FLAG_WORDS[need.slot]
        clause.add(said, pos, dep, tag=tag)
    elif need.slot in ADPOSITIONS:
        index = clause.add(word, "NOUN", "obl")
        clause.add(need.slot, "ADP", "case", head=index, tag="IN")
    elif need.slot == "obj" and clause.passive:
        clause.add(word, "NOUN", "nsubj:pass")
    elif need.slot in COMPLEMENTS:
        clause.add(word, "VERB" if need.slot in ("xcomp", "ccomp") else "NOUN", COMPLEMENTS[need.slot])
    elif need.slot == "objmod":
        thing = next(i for i, token in enumerate(clause.tokens) if token[4] == "obj")
        clause.add(word, "ADJ", "amod", head=thing, tag="JJ")
    elif need.slot in ("demanded", "passed_on"):
        content = clause.add("do", "VERB", "ccomp", tag="VB")
        clause.add("ACTOR", "PROPN", "nsubj", head=content)
    elif need.slot == "speech":
        said = clause.add("say", "VERB", "parataxis", tag="VBD")
        clause.add("ACTOR", "PROPN", "nsubj", head=said)


@pytest.fixture
def participants_by_name(monkeypatch):
    def members(token):
        return ("one", "two") if token.text == "BOTH" else ("one",) if token.text in KINDS else ()

    monkeypatch.setattr(triggers, "members", members)
    monkeypatch.setattr(triggers, "is_kind", lambda token, kind: token.text == kind)


@pytest.mark.parametrize("row", trigger_rows(), ids=lambda row: f"{row.number}-{row.lemma}")
def test_row_fires_on_a_clause_that_meets_its_needs(row, blank, participants_by_name):
    clause = Clause(row)
    for need in row.needs:
        meet(clause, need)
    above = {"hold" if need.slot == "support" else filler(need) for need in row.needs if need.slot in UPWARD}
    shifted = bool(above)
    if shifted:
        support_under(clause, above.pop())
    doc = clause.doc(blank.vocab)
    found = triggers.matching_row(triggers.Clause(doc[int(shifted)]))
    assert found is not None
    assert (found.lemma, found.event_type, found.mode) == (row.lemma, row.event_type, row.mode)


def test_every_frame_is_used():
    assert set(frames()) == {row.frame.name for row in trigger_rows()}


def test_every_word_class_is_used_by_a_row_or_by_a_rule():
    columns = ("lemma", "pos", "needs", "event_type", "mode", "frame")
    listed = [*read_rows("triggers", columns=columns), *read_rows("other_senses", columns=SENSE_COLUMNS)]
    needs = " ".join(f"{row['lemma']} {row['needs']}" for row in listed)
    rules = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    unused = [name for name in word_classes() if not re.search(rf"@{name}\b", needs) and f'"{name}"' not in rules]
    assert not unused


def test_word_classes_hold_lower_case_lemmas():
    assert all(word == word.lower() for words in word_classes().values() for word in words)


@pytest.mark.parametrize("text", ["obj=@nothing", "sideways", "beside=ACTOR"])
def test_unknown_needs_are_refused_with_the_line(text):
    with pytest.raises(LexiconError, match=r"triggers\.csv, line 7"):
        parse_need(text, line=7)


def test_triggers_file_has_its_columns():
    rows = read_rows("triggers", columns=("lemma", "pos", "needs", "event_type", "mode", "frame"))
    assert len(rows) == len(trigger_rows())


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("fled", "flee"), ("gunned", "gun"), ("denied", "deny"), ("sealed", "seal"), ("struck", "strike")],
)
def test_inflected_forms_lead_to_the_lexicons_verbs(form, lemma):
    assert inflected_forms()[form, "VERB"] == lemma


def test_irregular_forms_are_no_regular_ones_and_stand_for_one_verb():
    forms = [form for listed in irregular_forms().values() for form in listed]
    assert len(set(forms)) == len(forms)
    assert not [form for lemma, listed in irregular_forms().items() for form in listed if form in regular_forms(lemma)]


ALARMED = """
Chile/Chile/PROPN/NNP 4 nsubj
is/be/AUX/VBZ 4 cop
not/not/PART/RB 4 advmod
alarmed/alarm/VERB/VBN 0 root
"""
FLED = """
Chile/Chile/PROPN/NNP 2 nsubj
fled/fl/VERB/VBD 0 root
"""
LOCKED_DOWN = """
police/police/NOUN/NNS 2 nsubj
locked/lock/VERB/VBD 0 root
down/down/ADP/IN 4 case
Lima/Lima/PROPN/NNP 2 obl
"""


@pytest.mark.parametrize(
    ("rows", "index", "lemma"),
    [(ALARMED, 3, "alarmed"), (FLED, 1, "flee"), (LOCKED_DOWN, 1, "lock down")],
)
def test_words_are_looked_up_as_the_lexicon_writes_them(tree, rows, index, lemma):
    assert lemma in [key for key, _ in triggers.lemma_keys(tree(rows)[index])]


def test_words_outweigh_kinds_of_participants():
    listed = [row.needs for row in trigger_index()["send", "VERB"]]
    by_words = [any(need.words for need in needs) for needs in listed]
    assert by_words.index(False) == sum(by_words)


def test_a_word_parted_at_its_dash_is_one(blank):
    words = ["the", "cease", "-", "fire", "held"]
    doc = Doc(blank.vocab, words=words, spaces=[True, False, False, True, False], lemmas=words,
              pos=["DET", "NOUN", "PUNCT", "NOUN", "VERB"], tags=["DT", "NN", "HYPH", "NN", "VBD"],
              heads=[3, 3, 3, 4, 4], deps=["det", "compound", "punct", "nsubj", "ROOT"])  # fmt: skip
    assert triggers.lemma_keys(doc[3])[0] == ("cease-fire", "NOUN")
