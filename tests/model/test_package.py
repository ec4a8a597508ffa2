"""The shipped pipeline: loads by name, says what it is, parses sensibly, and survives bad input."""

import json
import subprocess
import sys
import time
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

NAME = "en_chasqui_news"
SENTENCE = (
    "The foreign ministers of Peru and Chile signed an agreement on border security in Arica on Tuesday, "
    "President Elena Quiroga said."
)
MAX_BYTES = 35_000_000


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(NAME)


def test_components_in_order(nlp: Language) -> None:
    assert nlp.pipe_names == ["encoder_parser"]


def test_meta(nlp: Language) -> None:
    assert f"{nlp.meta['lang']}_{nlp.meta['name']}" == NAME
    assert nlp.meta["version"] == version("en-chasqui-news")
    assert nlp.meta["license"] == "CC BY-SA 4.0"
    assert {"name", "url", "license", "author"} <= set(nlp.meta["sources"][0])
    assert nlp.meta["performance"]["files"]["ud-test"]["dep_las"] > 86


def test_package_meta_equals_data_meta() -> None:
    home = Path(__import__(NAME).__file__).parent
    data = home / f"{NAME}-{version('en-chasqui-news')}"
    assert json.loads((home / "meta.json").read_text()) == json.loads((data / "meta.json").read_text())


def test_is_small_and_has_no_vectors(nlp: Language) -> None:
    home = Path(__import__(NAME).__file__).parent
    assert sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) <= MAX_BYTES
    assert nlp.vocab.vectors.shape[0] == 0


def test_config_holds_no_path(nlp: Language) -> None:
    assert set(nlp.config["paths"].values()) == {None}


def test_distribution_is_listed_as_a_model() -> None:
    points = {point.group: point.value for point in distribution("en-chasqui-news").entry_points}
    assert points == {"spacy_models": NAME, "spacy_factories": f"{NAME}.encoder_parser:create"}


def test_loads_in_two_seconds_without_torch() -> None:
    code = (
        "import time, spacy; begun = time.process_time(); spacy.load('en_chasqui_news');"
        "took = time.process_time() - begun; import sys;"
        "print(took, [name for name in ('torch', 'transformers') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    took, _, heavy = ran.stdout.strip().partition(" ")
    assert heavy == "[]"
    assert float(took) < 2


def test_labels_are_universal_dependencies(nlp: Language) -> None:
    assert {"ROOT", "nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "xcomp", "case"} <= set(
        nlp.get_pipe("encoder_parser").labels
    )
    assert nlp.get_pipe("encoder_parser").entity_labels == ("LOC", "ORG", "PERSON")


def test_parses_a_sentence(nlp: Language) -> None:
    doc = nlp(SENTENCE)
    sign = next(token for token in doc if token.lemma_ == "sign")
    slots = {child.dep_: child.text for child in sign.children}
    assert (sign.pos_, sign.tag_) == ("VERB", "VBD")
    assert (slots["nsubj"], slots["obj"]) == ("ministers", "agreement")
    assert len(list(doc.sents)) == 1


def test_finds_sentence_ends(nlp: Language) -> None:
    doc = nlp("Police arrested two men in Lima on Monday. The U.S. sent aid to Haiti. Talks will resume in March.")
    assert [sent[0].text for sent in doc.sents] == ["Police", "The", "Talks"]


def test_tokenizes_newswire(nlp: Language) -> None:
    words = [token.text for token in nlp.make_doc("Gov't aid of US$3 million—the first—came on Oct. 6.")]
    assert words == [
        "Gov't",
        "aid",
        "of",
        "US$",
        "3",
        "million",
        "—",
        "the",
        "first",
        "—",
        "came",
        "on",
        "Oct.",
        "6",
        ".",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        ".",
        "🚢🚁 sank 🇵🇪👩‍👩‍👧",
        "Lima\x00\x07\x1b[31m said \x7f\ufffd\u200b\ufeff.",
        "أعلن الرئيس يوم الثلاثاء. \u202eabc\u202c שלום",
        "e\u0301" * 50,
        "LIMA, OCT. 6 (EFE). - TROOPS ARRIVED",
        "a" * 5000,
        "<div>&nbsp;</div>\t\r\n",
    ],
    ids=[
        "empty",
        "space",
        "newlines",
        "stop",
        "emoji",
        "control",
        "rtl",
        "combining",
        "capitals",
        "one-word",
        "markup",
    ],
)
def test_bad_input_keeps_the_text(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(token.dep_ for token in doc)


def test_time_grows_with_the_text(nlp: Language) -> None:
    """No stop, no paragraph: four times the text takes about four times as long."""
    sentence = "the navy of the republic and the ministry "

    def seconds(times: int) -> float:
        begun = time.process_time()
        assert len(nlp(sentence * times).text) == len(sentence) * times
        return time.process_time() - begun

    seconds(50)
    assert seconds(2000) < 8 * seconds(500)


def test_same_text_same_result_whatever_stands_beside(nlp: Language) -> None:
    def rows(doc: Doc) -> list[tuple[str, str, int]]:
        return [(token.dep_, token.tag_, token.head.i) for token in doc]

    others = ["Rain fell.", SENTENCE * 9, ""]
    alone = rows(nlp(SENTENCE))
    assert all(rows(doc) == alone for doc in nlp.pipe([SENTENCE, *others, SENTENCE]) if doc.text == SENTENCE)
