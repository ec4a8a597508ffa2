"""Who noun phrases stand for, over Docs built by hand.

A sentence is written `word|TAG|head|relation` with an optional `|ENTITY`, heads counted from 0 within the sentence.
"""

from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from extract.actor_mention import actor_id, slug
from extract.actors import Actors, is_actor, members

POS = {
    "NNP": "PROPN", "NNPS": "PROPN", "NN": "NOUN", "NNS": "NOUN", "JJ": "ADJ", "DT": "DET", "IN": "ADP", "CC": "CCONJ",
    "VBD": "VERB", "VBZ": "VERB", "PRP": "PRON", "PRP$": "PRON", "POS": "PART", ",": "PUNCT", ".": "PUNCT",
    "HYPH": "PUNCT", "CD": "NUM", "VBN": "VERB",
}  # fmt: skip
Read = Callable[..., Doc]


def build(nlp: Language, *sentences: str) -> Doc:
    """A Doc of the sentences."""
    words, tags, deps, heads, ents, spaces = [], [], [], [], [], []
    for sentence in sentences:
        base = len(words)
        for token in sentence.split():
            word, tag, head, dep, *entity = token.split("|")
            words.append(word)
            tags.append(tag)
            deps.append(dep)
            heads.append(base + int(head))
            spaces.append(word != "-")
            if word == "-":
                spaces[-2] = False
            previous = ents[-1][2:] if ents else ""
            ents.append("O" if not entity else ("I-" if previous == entity[0] else "B-") + entity[0])
    return Doc(nlp.vocab, words=words, spaces=spaces, tags=tags, pos=[POS[t] for t in tags], deps=deps, heads=heads,
               lemmas=[w.lower() for w in words], ents=ents)  # fmt: skip


@pytest.fixture(scope="module")
def component(blank: Language) -> Actors:
    return Actors(blank)


@pytest.fixture
def read(blank: Language, component: Actors) -> Read:
    def run(*sentences: str, publisher: str | None = None, year: int = 2024) -> Doc:
        doc = build(blank, *sentences)
        published = SimpleNamespace(day=date(year, 1, 1))
        doc._.article = SimpleNamespace(published=published, publisher=publisher, dateline=None, title=None)
        return component(doc)

    return run


def answer(doc: Doc, token: int) -> list[tuple[str, str | None, str]]:
    """Text, code and sectors of each member."""
    return [(doc[m.start : m.end].text, m.code, "/".join(m.sectors)) for m in members(doc[token])]


@pytest.mark.parametrize(
    ("sentence", "token", "expected"),
    [
        ("Peru|NNP|1|nsubj agreed|VBD|1|ROOT", 0, [("Peru", "PER", "GOV")]),
        ("Lima|NNP|1|nsubj agreed|VBD|1|ROOT", 0, [("Lima", "PER", "GOV")]),
        (
            "The|DT|2|det Peruvian|JJ|2|amod army|NN|3|nsubj agreed|VBD|3|ROOT",
            2,
            [("The Peruvian army", "PER", "MIL")],
        ),
        (
            "Peru|NNP|3|nmod:poss 's|POS|0|case foreign|JJ|3|amod minister|NN|4|nsubj agreed|VBD|4|ROOT",
            3,
            [("Peru 's foreign minister", "PER", "GOV")],
        ),
        (
            "The|DT|1|det government|NN|4|nsubj of|IN|3|case Chile|NNP|1|nmod agreed|VBD|4|ROOT",
            1,
            [("The government of Chile", "CHL", "GOV")],
        ),
        (
            "Officials|NNS|3|nsubj from|IN|2|case Chile|NNP|0|nmod agreed|VBD|3|ROOT",
            0,
            [("Officials from Chile", "CHL", "GOV")],
        ),
        (
            "Peruvian|JJ|4|amod Interior|NNP|2|compound Minister|NNP|4|nmod:desc Ana|NNP|4|compound|PERSON "
            "Soto|NNP|5|nsubj|PERSON agreed|VBD|5|ROOT",
            4,
            [("Peruvian Interior Minister Ana Soto", "PER", "GOV")],
        ),
        (
            "The|DT|2|det OAS|NNP|2|compound official|NN|3|nsubj agreed|VBD|3|ROOT",
            2,
            [("The OAS official", "IGO", "")],
        ),
        (
            "Taliban|NNP|1|compound gunmen|NNS|2|nsubj fled|VBD|2|ROOT",
            1,
            [("Taliban gunmen", "AFG", "REB")],
        ),
        (
            "30|CD|1|nummod Britons|NNPS|2|nsubj fled|VBD|2|ROOT",
            1,
            [("30 Britons", "GBR", "CVL")],
        ),
        (
            "foreign|JJ|1|amod partners|NNS|2|nsubj agreed|VBD|2|ROOT",
            1,
            [("foreign partners", None, "GOV")],
        ),
        (
            "The|DT|1|det coalition|NN|2|nsubj agreed|VBD|2|ROOT",
            1,
            [("The coalition", "IGO", "MIL")],
        ),
        (
            "Venezuelan|JJ|2|amod National|NNP|2|compound Guard|NNP|3|nsubj fled|VBD|3|ROOT",
            2,
            [("Venezuelan National Guard", "VEN", "MIL")],
        ),
        (
            "Amazon|NNP|1|compound leaders|NNS|2|nsubj agreed|VBD|2|ROOT",
            1,
            [("Amazon leaders", None, "GOV")],
        ),
        ("The|DT|1|det agreement|NN|2|nsubj ended|VBD|2|ROOT", 1, []),
        ("The|DT|1|det meeting|NN|2|nsubj ended|VBD|2|ROOT", 1, []),
        ("It|PRP|1|expl rained|VBD|1|ROOT", 0, []),
    ],
)
def test_one_phrase(read: Read, sentence: str, token: int, expected: list[tuple[str, str | None, str]]) -> None:
    assert answer(read(sentence), token) == expected


@pytest.mark.parametrize(
    ("sentence", "token", "expected"),
    [
        (
            "Peru|NNP|5|nsubj ,|,|2|punct Chile|NNP|0|conj and|CC|4|cc Bolivia|NNP|0|conj agreed|VBD|5|ROOT",
            0,
            [("Peru", "PER"), ("Chile", "CHL"), ("Bolivia", "BOL")],
        ),
        (
            "The|DT|1|det representatives|NNS|6|nsubj of|IN|3|case Bolivia|NNP|1|nmod and|CC|5|cc Peru|NNP|3|conj "
            "agreed|VBD|6|ROOT",
            1,
            [("The representatives of Bolivia", "BOL"), ("Peru", "PER")],
        ),
        (
            "the|DT|5|det deputy|NN|5|compound foreign|JJ|5|amod and|CC|4|cc interior|JJ|2|conj ministers|NNS|10|nsubj "
            "of|IN|7|case Peru|NNP|5|nmod and|CC|9|cc Chile|NNP|7|conj agreed|VBD|10|ROOT",
            5,
            [("interior ministers of Peru", "PER"), ("Chile", "CHL")],
        ),
        (
            "the|DT|4|det Peruvian|JJ|3|compound -|HYPH|1|punct Chilean|JJ|4|amod ministers|NNS|5|nsubj met|VBD|5|ROOT",
            4,
            [("the Peruvian-Chilean ministers", "PER"), ("the Peruvian-Chilean ministers", "CHL")],
        ),
        (
            "Indian|JJ|3|amod and|CC|2|cc Chinese|JJ|0|conj troops|NNS|4|nsubj fled|VBD|4|ROOT",
            3,
            [("Indian", "IND"), ("Chinese troops", "CHN")],
        ),
    ],
)
def test_several_members(read: Read, sentence: str, token: int, expected: list[tuple[str, str]]) -> None:
    assert [(text, code) for text, code, _ in answer(read(sentence), token)] == expected


def test_coordinated_adjectives_share_the_noun(read: Read) -> None:
    doc = read("Indian|JJ|3|amod and|CC|2|cc Chinese|JJ|0|conj troops|NNS|4|nsubj fled|VBD|4|ROOT")
    assert [sectors for _, _, sectors in answer(doc, 3)] == ["MIL", "MIL"]


@pytest.mark.parametrize(
    ("sentence", "token", "code"),
    [
        ("a|DT|2|det Russian|JJ|2|amod attack|NN|3|nsubj ended|VBD|3|ROOT", 1, "RUS"),
        ("Peru|NNP|2|nmod:poss 's|POS|0|case decision|NN|3|nsubj stood|VBD|3|ROOT", 0, "PER"),
        ("the|DT|1|det U.S.|NNP|3|nmod:poss 's|POS|1|case refusal|NN|4|nsubj stood|VBD|4|ROOT", 1, "USA"),
    ],
)
def test_a_modifier_stands_for_itself(read: Read, sentence: str, token: int, code: str) -> None:
    doc = read(sentence)
    head = doc[token].head
    assert [m.code for m in members(doc[token])] == [code]
    assert not is_actor(head)


def test_both_sides_of_a_dash(read: Read) -> None:
    doc = read("US|NNP|2|compound -|HYPH|0|punct Mexico|NNP|3|compound talks|NNS|4|nsubj began|VBD|4|ROOT")
    assert [m.code for m in members(doc[2])] == ["USA", "MEX"]


def test_a_backer_is_not_the_owner(read: Read) -> None:
    doc = read(
        "Iraq|NNP|1|nsubj thanked|VBD|1|ROOT the|DT|6|det US|NNP|5|compound -|HYPH|3|punct backed|VBN|6|amod "
        "government|NN|1|obj"
    )
    assert [m.code for m in members(doc[6])] == ["IRQ"]


NAMED = (
    "Ana|NNP|7|nsubj|PERSON Soto|NNP|0|flat|PERSON ,|,|4|punct the|DT|4|det minister|NN|0|appos of|IN|6|case "
    "Peru|NNP|4|nmod agreed|VBD|7|ROOT"
)


@pytest.mark.parametrize(
    ("sentence", "token", "kind"),
    [
        ("Soto|NNP|1|nsubj left|VBD|1|ROOT", 0, "person"),
        ("She|PRP|1|nsubj left|VBD|1|ROOT", 0, "pronoun"),
        ("The|DT|1|det minister|NN|2|nsubj left|VBD|2|ROOT", 1, "description"),
        ("The|DT|1|det diplomat|NN|2|nsubj left|VBD|2|ROOT", 1, "description"),
    ],
)
def test_a_person_is_followed_through_the_article(read: Read, sentence: str, token: int, kind: str) -> None:
    doc = read(NAMED, sentence)
    (mention,) = members(doc[8 + token])
    assert (mention.code, mention.sectors, mention.kind) == ("PER", ("GOV",), kind)
    assert mention.actor_id == "PER:ana-soto"
    assert mention.resolved_from is not None
    start, end = mention.resolved_from
    assert doc.text[start:end].startswith("Ana Soto")


def test_an_apposition_is_part_of_the_name(read: Read) -> None:
    assert answer(read(NAMED), 0) == [("Ana Soto , the minister of Peru", "PER", "GOV")]


def test_a_leader_beside_the_office_tells_whose_it_is(read: Read) -> None:
    doc = read(
        "Peru|NNP|1|nsubj thanked|VBD|1|ROOT the|DT|3|det minister|NN|1|obj ,|,|3|punct Antony|NNP|3|appos|PERSON "
        "Blinken|NNP|5|flat|PERSON",
    )
    assert [m.code for m in members(doc[3])] == ["USA"]


def test_the_secretary_of_state_is_american_where_the_article_names_the_country(read: Read) -> None:
    office = "The|DT|1|det Secretary|NNP|4|nsubj of|IN|3|case State|NNP|1|nmod left|VBD|4|ROOT"
    mexico = "Mexico|NNP|1|nsubj thanked|VBD|1|ROOT Mexico|NNP|1|obj"
    (found,) = members(read(mexico, mexico, "America|NNP|1|nsubj fell|VBD|1|ROOT", office)[9])
    assert found.code == "USA"
    (found,) = members(read(mexico, office)[4])
    assert found.code == "MEX"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("May|NNP|1|nsubj|PERSON left|VBD|1|ROOT", ["GBR"]),
        ("They|PRP|1|nsubj left|VBD|1|ROOT in|IN|3|case May|NNP|1|obl|PERSON", []),
        ("They|PRP|1|nsubj left|VBD|1|ROOT May|NNP|1|obl|PERSON 2018|CD|2|nummod", []),
    ],
)
def test_a_month_is_no_leader(read: Read, words: str, codes: list[str]) -> None:
    doc = read(words, year=2018)
    assert [m.code for m in doc._.actors if m.code] == codes


def test_a_state_by_its_own_name(read: Read) -> None:
    assert answer(read("Panamá|NNP|1|nsubj agreed|VBD|1|ROOT"), 0) == [("Panamá", "PAN", "GOV")]


MEETING = "Peru|NNP|1|nsubj met|VBD|1|ROOT Chile|NNP|1|obj"


@pytest.mark.parametrize(
    ("sentence", "token"),
    [
        ("Both|DT|1|det countries|NNS|2|nsubj agreed|VBD|2|ROOT", 1),
        ("The|DT|2|det two|CD|2|nummod sides|NNS|3|nsubj agreed|VBD|3|ROOT", 2),
        ("They|PRP|1|nsubj agreed|VBD|1|ROOT", 0),
    ],
)
def test_pairs(read: Read, sentence: str, token: int) -> None:
    doc = read(MEETING, sentence)
    found = members(doc[3 + token])
    assert [m.code for m in found] == ["PER", "CHL"]
    assert [doc.text[slice(*m.resolved_from)] for m in found if m.resolved_from] == ["Peru", "Chile"]


def test_a_region_tells_the_country(read: Read) -> None:
    doc = read(
        "Peru|NNP|1|nsubj met|VBD|1|ROOT Japan|NNP|1|obj",
        "The|DT|3|det South|NNP|2|compound American|JJ|3|amod country|NN|4|nsubj agreed|VBD|4|ROOT",
    )
    assert [m.code for m in members(doc[6])] == ["PER"]


def test_roles_without_state_are_those_of_the_article(read: Read) -> None:
    doc = read("Bolivia|NNP|1|nsubj burned|VBD|1|ROOT", "Police|NNS|1|nsubj fled|VBD|1|ROOT")
    assert answer(doc, 2) == [("Police", "BOL", "COP")]


def test_the_publishing_government_speaks_for_itself(read: Read) -> None:
    sentences = ("Syria|NNP|1|nsubj fell|VBD|1|ROOT", "We|PRP|1|nsubj agreed|VBD|1|ROOT")
    assert [m.code for m in members(read(*sentences, publisher="UK Government")[2])] == ["GBR"]
    assert [m.code for m in members(read(*sentences, publisher="Daily Courier")[2])] == ["SYR"]


def test_unknown_migrants_have_no_state(read: Read) -> None:
    doc = read("Peru|NNP|1|nsubj helped|VBD|1|ROOT migrants|NNS|1|obj")
    assert answer(doc, 2) == [("migrants", None, "REF")]


def test_the_component_lists_every_mention_in_order(read: Read) -> None:
    doc = read(MEETING)
    assert [doc[m.start : m.end].text for m in doc._.actors] == ["Peru", "Chile"]


def test_a_doc_that_was_not_read_has_no_members(blank: Language) -> None:
    doc = build(blank, MEETING)
    assert members(doc[0]) == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "country", "name": "Peru", "code": "PER", "sectors": ("GOV",)}, "PER"),
        ({"kind": "official", "name": "minister", "code": "PER", "sectors": ("GOV",)}, "PER:GOV"),
        ({"kind": "people", "name": "police", "code": "SLV", "sectors": ("COP", "MIL")}, "SLV:COP:MIL"),
        ({"kind": "person", "name": "Ana Ávila", "code": "PER", "sectors": ("GOV",)}, "PER:ana-avila"),
        ({"kind": "body", "name": "Andean Community", "code": "IGO", "sectors": ()}, "IGO:andean-community"),
        ({"kind": "people", "name": "migrants", "code": None, "sectors": ("REF",)}, None),
    ],
)
def test_ids(fields: dict[str, Any], expected: str | None) -> None:
    assert actor_id(**fields) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("Hugo de Zela", "hugo-de-zela"), ("N'Djamena", "n-djamena"), ("–", "")]
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_long_lists_stay_fast(read: Read) -> None:
    names: Sequence[str] = [f"Peru|NNP|{300}|nsubj" if i == 0 else "Chile|NNP|0|conj" for i in range(300)]
    doc = read(" ".join([*names, "agreed|VBD|300|ROOT"]))
    assert next(m.code for m in members(doc[0])) == "PER"


@pytest.mark.parametrize("links", [150, 1500])
def test_endless_chains_of_phrases_are_read(read: Read, links: int) -> None:
    """What can't be meant stands for nobody, and costs neither the article nor much time."""
    chain = [
        f"the|DT|{2 + 3 * n}|det member|NN|{2 + 3 * (n - 1) if n else 1}|nmod of|IN|{2 + 3 * n}|case"
        for n in range(links)
    ]
    sentence = f"Chile|NNP|1|nsubj accused|VBD|1|ROOT {' '.join(chain)} Peru|NNP|1|obj"
    doc = read(sentence)
    assert answer(doc, 0) == [("Chile", "CHL", "GOV")]
    assert answer(doc, len(doc) - 1) == [("Peru", "PER", "GOV")]
