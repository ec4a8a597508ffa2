"""Scoring: pairs, optional events, and the figures over invented articles."""

import json
from pathlib import Path
from typing import Any

import pytest

from extract.scoring import fold, prf, score
from flows.errors import GoldError
from flows.evaluate import known_metadata, read_gold

TEXT = "Peru met Chile in Tacna on Monday. Later Peru accused Bolivia of delay. Chile “sent” aid to Peru."
MET = "Peru met Chile in Tacna on Monday."
ACCUSED = "Later Peru accused Bolivia of delay."
SENT = 'Chile "sent" aid to Peru.'


def coded(
    sentence: str, trigger: str, event_type: str, actors: str, recipients: str = "", **more: Any
) -> dict[str, Any]:
    return {
        "sentence": sentence,
        "trigger": trigger,
        "type": event_type,
        "actors": [{"code": code} for code in actors.split()],
        "recipients": [{"code": code} for code in recipients.split()],
        "status": "occurred",
        **more,
    }


MONDAY = {"start": "2026-03-09", "end": "2026-03-09"}

GOLD = [
    coded(
        MET, "met", "CONSULT", "PER CHL", place={"country": "PER"}, date={"start": "2026-03-09", "end": "2026-03-09"}
    ),
    coded(ACCUSED, "accused", "ACCUSE", "PER", "BOL", mode="disapprove", contexts=["diplomatic"]),
    coded(SENT, "sent", "AID", "CHL", "PER"),
]


def figures(predicted: list[dict[str, Any]], gold: list[dict[str, Any]] = GOLD) -> dict[str, Any]:
    return score({"a": gold}, {"a": predicted}, {"a": TEXT})


def test_gold_against_itself_is_perfect() -> None:
    found = figures(GOLD)
    names = ("detection", "typed", "typed_participants", "typed_roles", "actors", "recipients", "place", "contexts")
    assert [found[name]["f1"] for name in names] == [1.0] * len(names)
    assert (found["status"], found["mode"], found["date"]) == (1.0, 1.0, 1.0)


def test_nothing_found_is_zero_not_an_error() -> None:
    found = figures([])
    assert (found["typed"], found["gold_events"]) == ({"p": 0.0, "r": 0.0, "f1": 0.0}, 3)


def test_wrong_type_is_detected_but_not_typed() -> None:
    found = figures([GOLD[0] | {"type": "AGREE"}])
    assert (found["detection"]["p"], found["typed"]["p"]) == (1.0, 0.0)
    assert found["types"]["AGREE"]["predicted"] == 1


def test_swapped_roles_have_the_right_participants() -> None:
    swapped = GOLD[1] | {"actors": GOLD[1]["recipients"], "recipients": GOLD[1]["actors"]}
    found = figures([swapped])
    assert (found["typed_participants"]["p"], found["typed_roles"]["p"]) == (1.0, 0.0)


def test_records_and_gold_forms_are_the_same() -> None:
    record = GOLD[2] | {
        "event_type": "AID",
        "sentence": {"text": "Chile “sent”  aid to Peru."},
        "trigger": {"text": "sent"},
    }
    del record["type"]
    assert figures([record])["typed"]["p"] == 1.0


def test_one_prediction_pairs_with_one_gold_event() -> None:
    assert figures([GOLD[0], GOLD[0]])["typed"] == prf(1, 2, 3)


def test_optional_events_are_neither_asked_for_nor_counted() -> None:
    gold = [GOLD[0], GOLD[1] | {"optional": True}]
    assert figures([GOLD[0]], gold)["typed"]["f1"] == 1.0
    assert figures(gold, gold)["typed"]["f1"] == 1.0
    assert figures([*gold, GOLD[2]], gold)["typed"]["p"] == 0.5


def test_sentence_elsewhere_is_not_detected() -> None:
    assert figures([coded("Not in the article at all.", "met", "CONSULT", "PER")])["detection"]["p"] == 0.0


def test_fold_makes_quotes_dashes_and_spaces_plain() -> None:
    assert fold(" a “b”\n— c’s ") == 'a "b" - c\'s'


@pytest.mark.parametrize("line", ["{", "[]", '{"article_id": "a"}', '{"article_id": "b", "events": []}'])
def test_gold_faults_name_the_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"article_id": "b", "events": []}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(GoldError, match="jsonl, line 3"):
        read_gold(path)


def test_dates_come_from_the_gold_rows(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"article_id": "a", "published": "2026-03", "events": []}), encoding="utf-8")
    assert known_metadata(read_gold(path))["a"].published == "2026-03"
