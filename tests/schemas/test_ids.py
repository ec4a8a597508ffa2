from hypothesis import given
from hypothesis import strategies as st

from schemas import event_id, stable_hash

word = st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]), max_size=5)
parts = st.lists(word, min_size=1, max_size=4)


@given(parts, parts)
def test_different_parts_give_different_hashes(one, other):
    assert (stable_hash(*one) == stable_hash(*other)) == (one == other)


def test_event_ids_stay_the_same_between_releases():
    assert event_id("seed", 10, 16, "SUPPORT") == "eb607fcd52188aa4039f"
