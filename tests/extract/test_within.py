"""Mentions of a sentence: the same as by going through all of them."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc

from extract.within import within


@dataclass(frozen=True)
class At:
    start: int


DOC = Doc(English().vocab, words=["word"] * 20)


@given(st.lists(st.integers(0, 19)), st.integers(0, 19), st.integers(0, 20))
def test_within_is_what_a_search_finds(starts: list[int], first: int, last: int) -> None:
    mentions = [At(start) for start in sorted(starts)]
    sentence = DOC[first : max(first, last)]
    assert within(mentions, sentence) == [m for m in mentions if sentence.start <= m.start < sentence.end]
