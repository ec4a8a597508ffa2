"""What explanations are made from: notes of rules, paths through a tree, rows of files."""

import pytest

from extract.explanation_paths import path
from extract.lexicon_rows import ONTOLOGY, lines_of, row_at, row_with
from extract.reasons import KEY, because, leave_out, noted
from extract.status import noun_status, verb_status
from extract.trigger_lexicon import trigger_rows

SIGNED = """
Peru/Peru/PROPN/NNP 2 nsubj
signed/sign/VERB/VBD 0 root
a/a/DET/DT 4 det
treaty/treaty/NOUN/NN 2 obj
with/with/ADP/IN 6 case
Chile/Chile/PROPN/NNP 4 nmod
"""
WILL = """
Peru/Peru/PROPN/NNP 3 nsubj
will/will/AUX/MD 3 aux
sign/sign/VERB/VB 0 root
"""


def test_a_rule_says_nothing_unless_it_is_asked(tree):
    doc = tree(SIGNED)
    assert because(doc[1], "value", "a rule") == "value"
    assert KEY not in doc.user_data


def test_notes_are_kept_in_order_and_end_with_the_asking(tree):
    doc = tree(SIGNED)
    with noted(doc) as notes:
        because(doc[1], 7, "first", "cue")
        leave_out(doc[3], "second")
    assert [(n.token, n.value, n.rule, n.cues) for n in notes] == [(1, 7, "first", ("cue",)), (3, None, "second", ())]
    because(doc[1], 8, "third")
    assert len(notes) == 2


def test_notes_end_with_an_error_too(tree):
    doc = tree(SIGNED)
    with pytest.raises(ZeroDivisionError), noted(doc):
        raise ZeroDivisionError
    assert KEY not in doc.user_data


@pytest.mark.parametrize(("rows", "index", "status"), [(SIGNED, 1, "occurred"), (WILL, 2, "future")])
def test_the_status_of_a_verb_has_a_reason(tree, rows, index, status):
    doc = tree(rows)
    with noted(doc) as notes:
        assert verb_status(doc[index], headline=False, verbal_act=False) == status
    assert notes[-1].value == status
    assert notes[-1].rule


def test_the_status_of_a_noun_has_a_reason(tree):
    doc = tree("planned/planned/ADJ/JJ 2 amod\ntalks/talk/NOUN/NNS 0 root")
    with noted(doc) as notes:
        assert noun_status(doc[1]) == "future"
    assert notes[-1].cues == ("planned",)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (1, 1, "signed"),
        (1, 0, "signed ↓nsubj Peru"),
        (1, 5, "signed ↓obj treaty ↓nmod(with) Chile"),
        (5, 0, "Chile ↑nmod(with) treaty ↑obj signed ↓nsubj Peru"),
    ],
)
def test_paths_climb_and_descend(tree, start, end, expected):
    doc = tree(SIGNED)
    assert path(doc[start], doc[end]) == expected


def test_words_of_two_trees_have_no_path(tree):
    doc = tree(SIGNED + "\n" + SIGNED)
    assert path(doc[1], doc[7]) == "signed … signed"


def test_rows_know_their_place_in_the_file():
    for row in trigger_rows():
        found = row_at("triggers", row.number)
        assert found is not None
        assert (found.file, found.cells["lemma"], found.cells["event_type"]) == (
            "lexicons/triggers.csv",
            row.lemma,
            row.event_type,
        )


def test_rows_are_found_by_their_cells():
    row = row_with("event_types", package=ONTOLOGY, code="AID")
    assert row is not None
    assert (row.file, row.cells["code"]) == ("ontology/event_types.csv", "AID")
    assert row_with("frames", frame="no such frame") is None
    assert row_at("frames", 1) is None
    assert lines_of("frames")[0].line == 2
