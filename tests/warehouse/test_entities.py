"""Actors, places, instruments and quantities follow the articles."""

from dataclasses import replace
from datetime import date

from tests.warehouse.stories import Story, load
from warehouse.transform import refresh

AS_OF = date(2026, 1, 1)
ACCORD = Story(
    "accord", "2025-03-04", "SUPPORT", "PER", "ECU", "signed", "Peru and Ecuador signed the Puna Accord in Lima.",
    day="2025-03-04", place="Lima/PER/city", instrument="Puna Accord", speaker="CHL",
    quantities=(("two million dollars", 2_000_000.0, "dollars"),),
)  # fmt: skip
AGAIN = Story(
    "again", "2025-03-06", "SUPPORT", "PER", "ECU", "signed", "The Puna Accord was signed by Peru and Ecuador.",
    day="2025-03-04", instrument="Puna Accord", quantities=(("2 million dollars", 2_000_000.0, "Dollars"),),
)  # fmt: skip
OTHER = Story(
    "again", "2025-03-06", "ACCUSE", "BOL", "ECU", "accused", "Bolivia accused Ecuador in La Paz.",
    day="2025-03-05", place="La Paz/BOL/city",
)  # fmt: skip


def after(con, tmp_path, *stories: Story) -> None:
    load(con, tmp_path, stories)
    refresh(con, run_id="run-1", as_of=AS_OF)


def actors(con) -> dict[str, tuple]:
    rows = con.execute(
        "SELECT code, actor_count, recipient_count, speaker_count, article_count, first_seen, last_seen FROM actors"
    )
    return {row[0]: row[1:] for row in rows.fetchall()}


def test_actors_are_counted_by_what_they_do(con, tmp_path):
    after(con, tmp_path, ACCORD, AGAIN)
    days = (date(2025, 3, 4), date(2025, 3, 6))
    assert actors(con) == {
        "PER": (2, 0, 0, 2, *days),
        "ECU": (0, 2, 0, 2, *days),
        "CHL": (0, 0, 1, 1, days[0], days[0]),
    }


def test_an_article_that_changes_takes_its_counts_along(con, tmp_path):
    after(con, tmp_path, ACCORD, AGAIN)
    after(con, tmp_path, OTHER)
    assert {code: row[:4] for code, row in actors(con).items()} == {
        "PER": (1, 0, 0, 1), "ECU": (0, 2, 0, 2), "CHL": (0, 0, 1, 1), "BOL": (1, 0, 0, 1),
    }  # fmt: skip
    after(con, tmp_path, Story("again", "2025-03-06", "ACCUSE", "PER", "CHL", "accused", "Peru accused Chile."))
    assert "BOL" not in actors(con)
    assert con.execute('SELECT "name" FROM places').fetchall() == [("Lima",)]


def test_the_months_of_an_actor_add_up_to_its_row(con, tmp_path):
    """An article moves to another month, loses its date and says something else: the rows are as if made anew."""
    later = replace(AGAIN, published="2025-04-01")
    batches = [ACCORD, AGAIN, replace(OTHER, name="third")], [later], [replace(later, published="")], [ACCORD, OTHER]
    for stories in batches:
        after(con, tmp_path, *stories)
        held = con.execute("SELECT * FROM actors ORDER BY actor_id").fetchall()
        for table in ("actors", "stg_actor_months", "stg_article_actors", "stg_canonical_articles"):
            con.execute(f"DELETE FROM {table}")
        refresh(con, run_id="run-1", as_of=AS_OF)
        assert held == con.execute("SELECT * FROM actors ORDER BY actor_id").fetchall()
    assert actors(con)["ECU"] == (0, 2, 0, 2, date(2025, 3, 4), date(2025, 3, 6))


def test_places_and_instruments(con, tmp_path):
    after(
        con,
        tmp_path,
        ACCORD,
        AGAIN,
        Story("third", "2025-03-07", "ACCUSE", "PER", "CHL", "accused", "Peru accused Chile."),
    )
    assert con.execute('SELECT "name", country, "precision", mention_count, last_seen FROM places').fetchall() == [
        ("Lima", "PER", "city", 1, date(2025, 3, 4))
    ]
    assert con.execute(
        'SELECT "name", parties, event_types, article_count, first_seen, last_seen FROM instruments'
    ).fetchall() == [("Puna Accord", ["ECU", "PER"], ["SUPPORT"], 2, date(2025, 3, 4), date(2025, 3, 6))]


def test_an_amount_that_two_articles_give_is_one_row_of_its_event(con, tmp_path):
    after(con, tmp_path, ACCORD, AGAIN)
    assert con.execute(
        'SELECT "value", lower(what), magnitude, mention_count, article_count FROM quantities '
        "SEMI JOIN events USING (event_id)"
    ).fetchall() == [(2_000_000.0, "dollars", 6, 2, 2)]
    after(con, tmp_path, OTHER)
    assert con.execute("SELECT mention_count FROM quantities").fetchall() == [(1,)]
