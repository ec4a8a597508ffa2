import pytest

from extract.participation import Background, Elsewhere, Setting, ancestors, class_of, path
from extract.unstated import ranking

ACCUSED = """
Peru/Peru/PROPN/NNP 2 nsubj
accused/accuse/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
in/in/ADP/IN 5 case
Brazil/Brazil/PROPN/NNP 2 obl
"""
AGAIN = """
Peru/Peru/PROPN/NNP 2 nsubj
accused/accuse/VERB/VBD 0 root
Chile/Chile/PROPN/NNP 2 obj
././PUNCT/. 2 punct
Later/later/ADV/RB 6 advmod
Peru/Peru/PROPN/NNP 7 nsubj
accused/accuse/VERB/VBD 0 root
Brazil/Brazil/PROPN/NNP 7 obj
././PUNCT/. 7 punct
"""


def settings(doc):
    background = Background(doc, doc._.events)
    return [Setting(event, doc, background) for event in doc._.events]


def test_the_way_through_the_tree_names_relations_and_adpositions(tree):
    doc = tree(ACCUSED)
    above = ancestors(doc[1])
    assert path(above, doc[0]) == ("vnsubj",)
    assert path(above, doc[4]) == ("vobl:in",)
    assert path(ancestors(doc[4]), doc[0]) == ("^obl", "vnsubj")


def test_features_say_what_the_rules_propose_and_where_somebody_stands(coded):
    (setting,) = settings(coded(ACCUSED))
    assert set(setting.codes) == {"PER", "CHL", "BRA"}
    peru, chile, brazil = (set(setting.features(code)) for code in ("PER", "CHL", "BRA"))
    assert {"rule text no", "path ends vnsubj", "stands before verb active", "is country", "class state"} <= peru
    assert {"rule no text", "path ends vobj", "stands after verb active", "between after 0"} <= chile
    assert {"rule no no", "path ends vobl:in", "between after 1", "actors others rule no no"} <= brazil


def test_features_say_what_somebody_does_in_the_rest_of_the_article(coded):
    first, second = settings(coded(AGAIN))
    assert {"elsewhere top never", "same word True False"} <= set(first.features("PER"))
    assert "elsewhere never never" in first.features("CHL")
    assert "elsewhere never top" in second.features("CHL")
    assert "before False True same type" in second.features("CHL")
    assert not any(name.startswith("before") for name in first.features("PER"))


def test_an_event_does_not_count_as_elsewhere_for_itself():
    counts = {"PER": 2, "CHL": 1}
    assert Elsewhere(counts, frozenset({"PER"})).level("PER") == "top"
    assert Elsewhere({"PER": 1}, frozenset({"PER"})).level("PER") == "none"
    assert Elsewhere(counts, frozenset()).level("CHL") == "some"


@pytest.mark.parametrize(
    ("code", "found"),
    [("PER", "state"), ("UNO", "body"), ("IGO", "body"), ("IMG", "IMG"), ("NGO", "NGO"), (None, "none")],
)
def test_classes_of_parties(code, found):
    assert class_of(code) == found


def test_the_share_of_an_article_that_names_somebody(coded):
    doc = coded(AGAIN)
    background = Background(doc, doc._.events)
    assert background.share("PER") == "half"
    assert background.share("USA") == background.share(None) == "little"
    assert background.ranked == ranking(doc)


def test_list_and_phrase_join_participants(coded):
    (setting,) = settings(
        coded("""
Peru/Peru/PROPN/NNP 4 nsubj
and/and/CCONJ/CC 3 cc
Chile/Chile/PROPN/NNP 1 conj
accused/accuse/VERB/VBD 0 root
Brazil/Brazil/PROPN/NNP 4 obj
""")
    )
    assert setting.bond("PER", "CHL") == setting.bond("CHL", "PER") == "list"
    assert setting.bond("PER", "BRA") == ""
    assert list(setting.bond_traits("list", 1, 2))[-1] == "joined list 1 2"
