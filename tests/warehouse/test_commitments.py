"""Promises, and what becomes of them as articles come and days pass."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.stories import PROMISES, PROMISES_UNSEEN, Story, labelled_promises, load
from warehouse.lexicons import acts, promise_words
from warehouse.promises import Statement, read_promise
from warehouse.transform import refresh

VISIT = Story(
    "promise", "2025-12-10", "AGREE", "KEN", "PER", "agreed",
    "The secretary of state of Kenya agreed to make an official visit to Peru during the first quarter of next year.",
    day="2026-01-01..2026-03-31",
)  # fmt: skip
VISITED = Story(
    "done", "2026-02-04", "CONSULT", "KEN", "PER", "visited", "The secretary of state of Kenya visited Peru.",
    day="2026-02-03", mode="visit",
)  # fmt: skip


def states(con) -> list[tuple]:
    return con.execute("SELECT article_id, act_type, state, state_date FROM commitments ORDER BY 1").fetchall()


def after(con, tmp_path, *stories: Story, as_of: date) -> list[tuple]:
    if stories:
        load(con, tmp_path, stories)
    refresh(con, run_id="run-1", as_of=as_of)
    return states(con)


def test_a_promise_waits_and_falls_due(con, tmp_path):
    assert after(con, tmp_path, VISIT, as_of=date(2026, 2, 1)) == [("promise", "CONSULT", "open", date(2025, 12, 10))]
    refresh(con, run_id="run-1", as_of=date(2026, 4, 1))
    assert states(con) == [("promise", "CONSULT", "overdue", date(2026, 4, 1))]
    refresh(con, run_id="run-1", as_of=date(2026, 3, 31))
    assert states(con)[0][2] == "open"


def test_a_row_says_who_what_when_and_why(con, tmp_path):
    after(con, tmp_path, VISIT, as_of=date(2026, 1, 1))
    row = con.execute(
        "SELECT who_codes, towards_codes, act_text, due_start, due_end, reason FROM commitments"
    ).fetchone()
    due = (date(2026, 1, 1), date(2026, 3, 31))
    assert row == (["KEN"], ["PER"], "visit", *due, "agreed, and then the word visit")


def test_a_later_article_keeps_it(con, tmp_path):
    after(con, tmp_path, VISIT, as_of=date(2026, 2, 1))
    assert after(con, tmp_path, VISITED, as_of=date(2026, 5, 1)) == [("promise", "CONSULT", "kept", date(2026, 2, 3))]
    (kept_by, reason) = con.execute("SELECT outcome_event_id, reason FROM commitments").fetchone()
    assert con.execute("SELECT article_id FROM event_links WHERE event_id = ?", [kept_by]).fetchall() == [("done",)]
    assert "kept: same sides KEN, PER; on 2026-02-03, in the promised time; the act 'visit' named again" in reason


DENIED = Story(
    "denied", "2026-02-20", "CONSULT", "KEN", "PER", "visit", "The secretary of state of Kenya will not visit Peru.",
    day="2026-01-01..2026-03-31", status="negated",
)  # fmt: skip
DAYS = (date(2025, 6, 1), date(2025, 3, 20), date(2025, 4, 1), date(2025, 5, 20), date(2025, 12, 31), date(2026, 3, 31))


def rows(con) -> list[tuple]:
    return con.execute("SELECT * FROM commitments ORDER BY commitment_id").fetchall()


def test_as_days_come_and_go_the_rows_are_those_of_a_first_refresh(con, tmp_path):
    stories = [
        replace(VISIT, name="lasting", recipients="CHL"),
        *(row.story for row in labelled_promises()),
        VISITED,
        DENIED,
    ]
    for count, day in enumerate((*DAYS, date(2026, 4, 1))):
        if batch := stories[count * 16 : (count + 1) * 16]:
            load(con, tmp_path, batch)
        refresh(con, run_id="run-1", as_of=day)
        found = rows(con)
        con.execute("DELETE FROM commitments")
        refresh(con, run_id="run-1", as_of=day)
        assert found == rows(con)
        assert {row[-1] for row in found} == ({day} if found else set())
    assert {row[0] for row in con.execute("SELECT state FROM commitments").fetchall()} == {
        "kept",
        "overdue",
        "open",
        "withdrawn",
    }


def test_days_that_pass_write_only_what_they_touch(con, tmp_path):
    after(con, tmp_path, VISIT, *(row.story for row in labelled_promises()), as_of=date(2026, 3, 30))
    before = dict(con.execute("SELECT commitment_id, rowid FROM commitments").fetchall())
    refresh(con, run_id="run-1", as_of=date(2026, 4, 1))
    moved = con.execute("SELECT article_id, commitment_id, rowid FROM commitments").fetchall()
    assert [article for article, name, row in moved if before[name] != row] == ["promise"]


def test_as_known_before_the_news(con, tmp_path):
    assert after(con, tmp_path, VISIT, VISITED, as_of=date(2026, 2, 3))[0][2] == "open"
    assert after(con, tmp_path, as_of=date(2025, 12, 9)) == []


def test_the_order_of_arrival_does_not_matter(con, tmp_path):
    after(con, tmp_path, VISITED, as_of=date(2026, 5, 1))
    assert after(con, tmp_path, VISIT, as_of=date(2026, 5, 1))[0][2] == "kept"


def test_an_article_that_goes_takes_what_it_kept_with_it(con, tmp_path):
    after(con, tmp_path, VISIT, VISITED, as_of=date(2026, 5, 1))
    other = Story("done", "2026-02-04", "ACCUSE", "KEN", "PER", "accused", "Kenya accused Peru.", day="2026-02-03")
    assert after(con, tmp_path, other, as_of=date(2026, 5, 1))[0][2] == "overdue"


@pytest.mark.parametrize(
    "ending",
    [
        Story("e", "2026-02-04", "CONSULT", "KEN", "CHL", "visited", "The secretary visited Chile.", day="2026-02-03"),
        Story("e", "2026-02-04", "CONSULT", "UGA", "PER", "visited", "The secretary visited Peru.", day="2026-02-03"),
        Story("e", "2026-09-04", "CONSULT", "KEN", "PER", "visited", "The minister visited Peru.", day="2026-09-03"),
        Story("e", "2025-12-20", "CONSULT", "KEN", "PER", "visited", "The minister visited Peru.", day="2025-12-19"),
        Story("e", "2026-02-04", "ACCUSE", "KEN", "PER", "accused", "Kenya accused Peru of a visit.", day="2026-02-03"),
    ],
)  # fmt: skip
def test_what_does_not_keep_it(con, tmp_path, ending):
    assert after(con, tmp_path, VISIT, ending, as_of=date(2026, 12, 31))[0][2] == "overdue"


def test_a_refusal_withdraws_it(con, tmp_path):
    off = Story("off", "2026-01-20", "REJECT", "KEN", "PER", "cancelled", "Kenya cancelled the official visit to Peru.",
                day="2026-01-20", mode="meet")  # fmt: skip
    assert after(con, tmp_path, VISIT, off, as_of=date(2026, 5, 1))[0][2:] == ("withdrawn", date(2026, 1, 20))


def test_one_promise_told_twice_is_one_row(con, tmp_path):
    again = Story("second", "2025-12-11", "AGREE", "KEN", "PER", "agreed",
                  "Kenya agreed that its secretary of state will make an official visit to Peru in the first quarter.",
                  day="2026-01-01..2026-03-31")  # fmt: skip
    assert len(after(con, tmp_path, VISIT, again, as_of=date(2026, 1, 1))) == 1


def statement(**changes) -> Statement:
    given = {
        "mention_id": "m",
        "article_id": "a",
        "event_type": "AGREE",
        "status": "occurred",
        "trigger": "agreed",
        "lead": "Peru and Chile ",
        "rest": " to share data on river levels.",
        "published": date(2025, 2, 14),
        "date_start": None,
        "date_end": None,
        "date_text": None,
    }
    return Statement(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "act"),
    [
        ({}, ("COOPERATE", "share")),
        ({"rest": " on a framework for cooperation."}, ("COOPERATE", "cooperation")),
        ({"rest": " in December to deploy soldiers."}, ("MOBILIZE", "deploy")),
        ({"status": "future", "trigger": "visit", "rest": " Quito."}, ("CONSULT", "visit")),
        (
            {"status": "future", "trigger": "lift", "lead": "Chile said it would ", "rest": " the ban."},
            ("RETREAT", "lift"),
        ),
        ({"trigger": "agreed", "rest": " on sharing data."}, ("COOPERATE", "sharing")),
        ({"rest": " to expand the training of pilots."}, ("AID", "training")),
        ({"status": "future", "trigger": "begin", "rest": " peace talks in Havana."}, ("CONSULT", "talks")),
        ({"status": "future", "event_type": "AID", "trigger": "send", "rest": " relief."}, ("AID", "send")),
        ({"status": "future", "trigger": "send", "rest": " election observers to Lima."}, ("AID", "send")),
        ({"status": "future", "trigger": "established", "rest": " by the six states."}, ("COOPERATE", "established")),
        ({"status": "future", "trigger": "begin", "rest": " operating in the spring."}, ("COOPERATE", "operating")),
    ],
)
def test_promises(changes, act):
    promise = read_promise(statement(**changes))
    assert promise is not None
    assert (promise.act_type, promise.act_text) == act


@pytest.mark.parametrize(
    "changes",
    [
        {"rest": " on the wording of the deal at a conference."},
        {"rest": " to cut tariffs if talks make progress."},
        {"rest": " with the finding."},
        {"rest": " to pursue traders supplying oil to the militia."},
        {"rest": " to cut tariffs as talks go on."},
        {"status": "future", "event_type": "AID", "trigger": "provide", "lead": "The rain would ", "rest": " relief."},
        {"status": "future", "trigger": "ratify", "lead": "Both houses will still need to ", "rest": " the treaty."},
        {
            "status": "future",
            "event_type": "SANCTION",
            "trigger": "barred",
            "lead": "He will be ",
            "rest": " from office.",
        },
        {"status": "future", "trigger": "meet", "lead": "Once it is signed, the ministers will ", "rest": " again."},
        {
            "status": "future",
            "event_type": "CONSULT",
            "trigger": "talks",
            "lead": "The ",
            "rest": " will continue today.",
        },
        {"trigger": "expressed", "rest": " interest in a visit."},
        {"trigger": "commitment", "rest": " to sharing data."},
        {"status": "future", "trigger": "visit", "lead": "The minister is expected to "},
        {"status": "future", "trigger": "take", "rest": " him at his word."},
        {"status": "future", "trigger": "visit", "date_start": date(2024, 1, 1), "date_end": date(2024, 1, 2)},
    ],
)
def test_short_of_a_promise(changes):
    assert read_promise(statement(**changes)) is None


def test_the_day_of_the_promise_is_not_its_due_date():
    promise = read_promise(statement(date_start=date(2025, 2, 13), date_end=date(2025, 2, 13), date_text="Thursday"))
    assert promise is not None
    assert promise.due_end is None


def test_word_lists_are_sound():
    assert acts()["visit"] == "CONSULT"
    assert promise_words()["pledged"] == "promise"


def scores(con, tmp_path, file_name: Path) -> dict[str, float]:
    """Precision and recall of commitments (story and act) and of what ended them (story, state and ending story)."""
    rows = labelled_promises(file_name)
    load(con, tmp_path, [row.story for row in rows])
    refresh(con, run_id="run-1", as_of=date(2025, 12, 31))
    found = con.execute(
        "SELECT commitments.article_id, act_type, state, coalesce(min(links.article_id), '') FROM commitments "
        "LEFT JOIN event_links AS links ON outcome_event_id = links.event_id GROUP BY ALL"
    ).fetchall()
    made, wanted = {row[:2] for row in found}, {(row.story.name, row.act_type) for row in rows if row.act_type}
    ended = {(name, state, by) for name, _, state, by in found if state in ("kept", "withdrawn")}
    due = {(row.story.name, row.state, row.by) for row in rows if row.state in ("kept", "withdrawn")}
    return {
        "precision": len(made & wanted) / len(made),
        "recall": len(made & wanted) / len(wanted),
        "ending precision": len(ended & due) / len(ended),
        "ending recall": len(ended & due) / len(due),
    }


@pytest.mark.parametrize(
    ("file_name", "floors"),
    [
        (PROMISES, {"precision": 0.95, "recall": 0.9, "ending precision": 0.95, "ending recall": 0.9}),
        (PROMISES_UNSEEN, {"precision": 0.9, "recall": 0.85, "ending precision": 0.9, "ending recall": 0.85}),
    ],
)
def test_commitments_on_the_labelled_sets(con, tmp_path, file_name, floors):
    """The first set was at hand when the rules were chosen, the second was written before they were changed last."""
    found = scores(con, tmp_path, file_name)
    assert {name: value for name, value in found.items() if value < floors[name]} == {}
