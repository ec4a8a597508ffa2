"""The strict reader, and the actor lexicons: every row loads, has known codes and can be found in a text."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from spacy.language import Language

from extract import actor_lexicon, lexicons
from extract.actor_lexicon import ActorLexicon, Entry, checked, pick
from extract.actor_setting import read_regions
from extract.lexicons import read_rows, split
from schemas import ontology
from schemas.errors import LexiconError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lexicons, "resources", SimpleNamespace(files=lambda package: tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def lexicon(blank: Language) -> ActorLexicon:
    return ActorLexicon(blank)


def test_rows_are_read_in_order_and_stripped(folder: Path) -> None:
    (folder / "fruit.csv").write_text('name,colour\n apple ,red\n"fig, dried",\n', encoding="utf-8")
    assert read_rows("fruit", columns=("name", "colour")) == [
        {"name": "apple", "colour": "red"},
        {"name": "fig, dried", "colour": ""},
    ]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("name,taste\napple,sweet\n", 1, "columns"),
        ("name,colour\napple\n", 2, "1 cells, not 2"),
        ("name,colour\napple,red\nfig,red,blue\n", 3, "3 cells, not 2"),
        ("name,colour\n,red\n", 2, "name is empty"),
        ("name,colour\napple,red\napple,red\n", 3, "twice"),
        ("", 1, "columns"),
    ],
)
def test_a_bad_row_names_file_and_line(folder: Path, content: str, line: int, reason: str) -> None:
    (folder / "fruit.csv").write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=reason) as error:
        read_rows("fruit", columns=("name", "colour"))
    assert (error.value.path, error.value.line) == ("fruit.csv", line)


def test_a_missing_lexicon_is_an_error(folder: Path) -> None:
    with pytest.raises(LexiconError, match="no such lexicon"):
        read_rows("nothing", columns=("name",))


def test_cells_with_several_values() -> None:
    assert split("a| b ||c") == ["a", "b", "c"]
    assert split("") == []


@pytest.mark.parametrize("entry", [Entry("x", "body", "XXX", ()), Entry("x", "body", "PER", ("KING",))])
def test_unknown_codes_and_sectors_are_refused(entry: Entry) -> None:
    with pytest.raises(LexiconError, match=r"bodies\.csv, line 7"):
        checked("bodies", 7, entry)


def test_every_state_of_the_ontology_has_a_row() -> None:
    rows = read_rows("countries", columns=actor_lexicon.COUNTRY_COLUMNS)
    assert {row["iso"] for row in rows} == set(ontology.countries())


def all_names() -> list[tuple[str, Entry]]:
    named = [*actor_lexicon.named_entries("bodies", "body"), *actor_lexicon.named_entries("groups", "group")]
    return [*actor_lexicon.country_entries(), *named]


def test_no_name_stands_for_two_states_or_bodies() -> None:
    codes: dict[str, set[str | None]] = {}
    for text, entry in all_names():
        codes.setdefault(text, set()).add(entry.code)
    assert {text: found for text, found in codes.items() if len(found) > 1} == {}


def test_every_name_is_found_in_a_text(lexicon: ActorLexicon, blank: Language) -> None:
    lost = []
    for text, entry in all_names():
        doc = blank.make_doc(f"Then {text} agreed")
        hits = lexicon.names(doc, year=None)
        if not any(hit.entry.code == entry.code and hit.start <= 1 for hit in hits) and text[0].isupper():
            lost.append(text)
    assert lost == []


def test_every_leader_is_found_in_office(lexicon: ActorLexicon, blank: Language) -> None:
    lost = []
    for text, entry in actor_lexicon.leader_entries():
        if text == entry.name:
            hits = lexicon.names(blank.make_doc(f"Then {text} agreed"), year=entry.start)
            if not any(hit.entry.code == entry.code for hit in hits):
                lost.append(text)
    assert lost == []


def test_every_role_noun_is_found(lexicon: ActorLexicon, blank: Language) -> None:
    lost = []
    for text, _ in actor_lexicon.role_entries():
        hits = lexicon.roles(blank.make_doc(f"the {text} agreed"))
        if not any(hit.start == 1 for hit in hits):
            lost.append(text)
    assert lost == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the US agreed", "USA"),
        ("U.S. officials", "USA"),
        ("DR Congo agreed", "COD"),
        ("South Korean troops", "KOR"),
        ("the Kremlin agreed", "RUS"),
        ("Downing Street agreed", "GBR"),
        ("Brussels agreed", "EUR"),
        ("Puerto Rico agreed", "USA"),
        ("the Falkland Islands", "GBR"),
        ("Hong Kong agreed", "HKG"),
        ("the Holy See agreed", "VAT"),
        ("the OAS agreed", "IGO"),
        ("the Andean Community agreed", "IGO"),
        ("UNICEF agreed", "UNO"),
        ("the Taliban agreed", "AFG"),
        ("the FARC agreed", "COL"),
        ("Tren de Aragua grew", "VEN"),
        ("the IS fighters", "IMG"),
    ],
)
def test_names_and_their_states(lexicon: ActorLexicon, blank: Language, text: str, code: str) -> None:
    assert [hit.entry.code for hit in lexicon.names(blank.make_doc(text), year=2024)] == [code]


@pytest.mark.parametrize("text", ["they told us that it is so", "who can turkey serve", "a polish for shoes"])
def test_common_words_are_no_names(lexicon: ActorLexicon, blank: Language, text: str) -> None:
    assert lexicon.names(blank.make_doc(text), year=None) == []


def test_the_longest_name_counts(lexicon: ActorLexicon, blank: Language) -> None:
    hits = lexicon.names(blank.make_doc("Papua New Guinea and Guinea"), year=None)
    assert [hit.entry.code for hit in hits] == ["PNG", "GIN"]


TERMS = [
    Entry("Ana Soto", "leader", "PER", ("GOV",), start=2001, end=2005),
    Entry("Ana Soto", "leader", "PER", ("GOV",), start=2011, end=2015),
]


@pytest.mark.parametrize(
    ("text", "year", "sectors"),
    [
        ("Ana Soto", 2003, ("GOV",)),
        ("Soto", 2015, ("GOV",)),
        ("Ana Soto", 2020, ("ELI",)),
        ("Soto", 2020, None),
        ("Ana Soto", 1999, None),
        ("Soto", None, ("GOV",)),
    ],
)
def test_leaders_count_by_their_years(text: str, year: int | None, sectors: tuple[str, ...] | None) -> None:
    entry = pick(TERMS, text=text, year=year)
    assert (entry.sectors if entry else None) == sectors


def test_regions_name_known_states() -> None:
    regions = read_regions()
    assert "PER" in regions["south american"]
    assert "PER" in regions["andean"]
    assert all(states <= set(ontology.countries()) for states in regions.values())


def test_every_word_list_that_the_code_asks_for_is_there() -> None:
    asked = set()
    for path in Path(actor_lexicon.__file__).parent.glob("*.py"):
        asked |= {part.split('"')[0] for part in path.read_text(encoding="utf-8").split('actor_words("')[1:]}
    assert asked == set(actor_lexicon.word_lists())
