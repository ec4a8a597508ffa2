"""What pronouns and descriptions stand for, over histories built by hand."""

from typing import Any

import pytest

from extract import coreference
from extract.actor_lexicon import Entry
from extract.coreference import Antecedent, History

NOWHERE: frozenset[str] = frozenset()


def item(index: int, *codes: str, **changes: Any) -> Antecedent:
    """An antecedent: by default a state that stands in no subject, in the sentence of its index."""
    values: dict[str, Any] = {
        "index": index, "sentence": index, "person": False, "plural": False, "subject": False, "gender": "",
        "kind": "country", "noun": "", "codes": codes, "sectors": ("GOV",),
    }  # fmt: skip
    return Antecedent(**(values | changes))


def person(index: int, code: str, **changes: Any) -> Antecedent:
    return item(index, code, person=True, kind="person", **changes)


@pytest.mark.parametrize(
    ("pronoun", "index"),
    [("he", 2), ("she", 1), ("it", 3), ("they", 4), ("its", 3), ("her", 1), ("them", 4)],
)
def test_kind_number_and_gender(pronoun: str, index: int) -> None:
    history = History([
        person(1, "PER", gender="f"), person(2, "CHL", gender="m"), item(3, "BOL"), item(4, "COL", plural=True),
    ])  # fmt: skip
    found = coreference.third_person(history, pronoun, sentence=5, as_object=False)
    assert found is not None
    assert found.index == index


def test_the_subject_comes_first_unless_the_pronoun_is_an_object() -> None:
    history = History([person(1, "PER", sentence=1, subject=True), person(2, "CHL", sentence=1)])
    subject = coreference.third_person(history, "he", sentence=1, as_object=False)
    other = coreference.third_person(history, "him", sentence=1, as_object=True)
    assert subject is not None
    assert other is not None
    assert (subject.index, other.index) == (1, 2)


def test_nothing_stands_for_a_pronoun_out_of_reach() -> None:
    history = History([person(1, "PER")])
    assert coreference.third_person(history, "he", sentence=1 + coreference.REACH, as_object=False) is not None
    assert coreference.third_person(history, "he", sentence=2 + coreference.REACH, as_object=False) is None
    assert coreference.third_person(History(), "it", sentence=0, as_object=False) is None


def test_a_pair_is_that_of_the_latest_sentence_that_names_two() -> None:
    history = History([item(1, "PER", sentence=1), item(2, "CHL", sentence=1), item(3, "BOL", sentence=2)])
    assert [code for _, code in coreference.pair(history, sentence=3)] == ["PER", "CHL"]


def test_a_pair_may_be_named_in_one_phrase_or_over_several_sentences() -> None:
    assert [c for _, c in coreference.pair(History([item(1, "PER", "CHL")]), sentence=2)] == ["PER", "CHL"]
    assert [c for _, c in coreference.pair(History([item(1, "PER"), item(2, "CHL")]), sentence=3)] == ["PER", "CHL"]


def test_no_pair_without_two_states() -> None:
    assert coreference.pair(History([item(1, "PER"), item(2, "PER")]), sentence=3) == []


def test_they_after_a_meeting_are_both_sides() -> None:
    history = History([person(1, "PER", sentence=1, subject=True), person(2, "CHL", sentence=1)])
    assert [code for _, code in coreference.meeting(history, sentence=2)] == ["PER", "CHL"]
    crowd = History([item(1, "PER", sentence=1, subject=True, plural=True), person(2, "CHL", sentence=1)])
    assert coreference.meeting(crowd, sentence=2) == []


@pytest.mark.parametrize(
    ("noun", "kind", "index"),
    [
        ("minister", "official", 2),
        ("diplomat", "official", 2),
        ("bloc", "body", 3),
        ("group", "group", 4),
        ("ministry", "body", 5),
    ],
)
def test_descriptions(noun: str, kind: str, index: int) -> None:
    history = History([
        item(1, "PER"), person(2, "CHL", noun="foreign minister"), item(3, "IGO", kind="body", sectors=()),
        item(4, "COL", kind="group", sectors=("REB",)), item(5, "BOL", kind="body", noun="ministry"),
    ])  # fmt: skip
    entry = Entry(noun, kind, None, ("GOV",))
    found = coreference.described(history, entry, sentence=6, region=NOWHERE, as_object=False)
    assert found is not None
    assert found.index == index


def test_a_country_is_no_person_or_crowd() -> None:
    history = History([item(1, "PER"), person(2, "CHL"), item(3, "BOL", plural=True)])
    country = Entry("country", "body", None, ("GOV",))
    found = coreference.described(history, country, sentence=4, region=NOWHERE, as_object=False)
    assert found is not None
    assert found.codes == ("PER",)


def test_a_region_narrows_the_states() -> None:
    history = History([item(1, "PER"), item(2, "USA")])
    country = Entry("country", "body", None, ("GOV",))
    found = coreference.described(history, country, sentence=3, region=frozenset({"PER", "CHL"}), as_object=False)
    assert found is not None
    assert found.codes == ("PER",)
