import pytest

from schemas import ontology
from schemas.errors import UnknownCodeError
from schemas.event import STATUSES


def test_the_ontology_is_complete():
    assert len(ontology.event_types()) == 16
    assert len(ontology.contexts()) == 37
    assert {kind.quad_class for kind in ontology.event_types().values()} == {
        "verbal cooperation", "material cooperation", "verbal conflict", "material conflict",
    }  # fmt: skip


def test_cooperation_scores_above_conflict():
    for kind in ontology.event_types().values():
        assert (kind.score >= 0) == (kind.quad_class.endswith("cooperation") or kind.code == "REQUEST")


def test_modes_have_scores_of_their_own():
    assert ontology.score("CONSULT", "visit") == 4.0
    assert ontology.score("CONSULT", None) == 2.5
    with pytest.raises(UnknownCodeError, match="modes of CONSULT"):
        ontology.score("CONSULT", "arrest")
    with pytest.raises(UnknownCodeError, match="event_types"):
        ontology.modes("PARTY")


def test_codes_of_states_and_of_bodies_do_not_clash():
    assert not set(ontology.countries()) & set(ontology.international_codes())
    assert {"PER", "KOS", "UNO", "IGO"} <= ontology.actor_codes()


def test_statuses_are_those_of_the_schema():
    assert [row["code"] for row in ontology.rows("statuses")] == list(STATUSES)
    assert all(row["definition"] and row["example"] for row in ontology.rows("statuses"))
