import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.checking import run_checks
from tests.warehouse.invented import INBOX, VERSIONS, File, shard, tables, write_rows
from warehouse.connection import open_memory, open_work
from warehouse.errors import ShardError, UnknownRunError
from warehouse.files import KnownFile, known_files, mark_missing
from warehouse.load import LoadCounts, load_shards
from warehouse.migrate import migrate
from warehouse.runs import RunCounts, finish_run, start_run
from warehouse.shards import pending_shards, remove_shards, sweep_shards

CONTENT = {
    "articles": "* EXCLUDE (run_id, loaded_at)",
    "event_mentions": "* EXCLUDE (run_id)",
    "event_participants": "* EXCLUDE (run_id)",
    "source_files": "* EXCLUDE (run_id, first_seen_at, last_seen_at)",
    "quarantine": "* EXCLUDE (run_id, created_at)",
    "documents": "* EXCLUDE (run_id, first_seen_at)",
}


def content(con) -> dict[str, list[str]]:
    """All rows but for when and by which run they were written."""
    return {
        table: sorted(map(repr, con.execute(f"SELECT {columns} FROM {table}").fetchall()))
        for table, columns in CONTENT.items()
    }


def column(con, sql: str) -> list:
    return [value for (value,) in con.execute(sql).fetchall()]


def test_a_batch_lands_in_every_table(con, tmp_path):
    made = shard(tmp_path, "b", File("a.txt", events=2, bad_events=1), File("b.txt", failed="binary"))
    counts = load_shards(con, [made], run_id="run-1")
    assert counts == LoadCounts(
        files_loaded=1,
        files_quarantined=1,
        events_loaded=2,
        events_quarantined=1,
        articles_loaded=1,
        documents_quarantined=1,
    )
    assert column(con, "SELECT article_id FROM articles") == ["a"]
    assert column(con, "SELECT count(*) FROM event_mentions WHERE event_date_start = '2025-03-01'") == [2]
    assert con.execute(
        'SELECT "role", "position", code, sectors FROM event_participants WHERE start_char < 20 ORDER BY 1'
    ).fetchall() == [("actor", 1, "PER", ["GOV"]), ("recipient", 1, "ECU", [])]
    assert sorted(column(con, "SELECT reasons[1].rule FROM quarantine WHERE state = 'open'")) == ["binary", "offset"]
    assert run_checks(con, inbox=INBOX, files_seen=2) == []


def test_flat_view_has_plain_columns(con, tmp_path):
    load_shards(con, [shard(tmp_path, "b", File("a.txt"))], run_id="run-1")
    assert con.execute(
        'SELECT CAST("date" AS VARCHAR), "type", status, actors, recipients, place, country, publisher FROM events_flat'
    ).fetchall() == [("2025-03-01", "AGREE", "occurred", "PER", "ECU", "Lima", "PER", "Agencia Sierra")]
    assert con.execute("SELECT actor, recipient FROM dyads").fetchall() == [("PER", "ECU")]


def test_faults_view_says_why(con, tmp_path):
    load_shards(con, [shard(tmp_path, "b", File("a.txt", failed="empty"))], run_id="run-1")
    assert con.execute("SELECT path, rule, message FROM faults").fetchall() == [("a.txt", "empty", "breaks empty")]


def test_changed_file_replaces_its_events(con, tmp_path):
    load_shards(con, [shard(tmp_path, "b1", File("a.txt", events=3), File("b.txt"))], run_id="run-1")
    load_shards(con, [shard(tmp_path, "b2", File("a.txt", events=1, content="second"))], run_id="run-1")
    assert column(con, "SELECT count(*) FROM event_mentions WHERE article_id = 'a'") == [1]
    assert column(con, "SELECT count(*) FROM event_participants WHERE article_id = 'a'") == [2]
    assert column(con, "SELECT count(*) FROM event_mentions WHERE article_id = 'b'") == [1]
    assert column(con, "SELECT source_sha256 FROM articles WHERE article_id = 'a'") == [
        File("a.txt", content="second").sha256
    ]
    assert run_checks(con, inbox=INBOX, files_seen=2) == []


def test_file_that_fails_after_a_change_is_found_in_quarantine(con, tmp_path):
    load_shards(con, [shard(tmp_path, "b1", File("a.txt"))], run_id="run-1")
    load_shards(con, [shard(tmp_path, "b2", File("a.txt", content="broken", failed="binary"))], run_id="run-1")
    assert column(con, "SELECT status FROM source_files") == ["quarantined"]
    assert column(con, "SELECT path FROM faults") == ["a.txt"]
    assert column(con, "SELECT count(*) FROM event_mentions") == [0]
    assert run_checks(con, inbox=INBOX, files_seen=1) == []


def test_file_that_loads_after_a_change_settles_its_quarantine(con, tmp_path):
    broken = File("a.txt", content="broken", failed="binary")
    load_shards(con, [shard(tmp_path, "b1", broken, File("b.txt", failed="empty"))], run_id="run-1")
    load_shards(con, [shard(tmp_path, "b2", File("a.txt", content="mended"))], run_id="run-1")
    assert con.execute("SELECT source_path, state FROM quarantine ORDER BY 1").fetchall() == [
        ("a.txt", "superseded"),
        ("b.txt", "open"),
    ]
    load_shards(con, [shard(tmp_path, "b3", broken)], run_id="run-1")
    assert column(con, "SELECT state FROM quarantine WHERE source_path = 'a.txt'") == ["open"]


def test_second_file_with_the_same_id_is_quarantined(con, tmp_path):
    first = shard(tmp_path, "b1", File("one/a.txt", events=2))
    second = shard(tmp_path, "b2", File("two/a.txt"))
    load_shards(con, [first], run_id="run-1")
    counts = load_shards(con, [second], run_id="run-1")
    assert counts == LoadCounts(files_quarantined=1, documents_quarantined=1)
    assert con.execute("SELECT path, rule, message FROM faults").fetchall() == [
        ("two/a.txt", "duplicate_article_id", "is already the id of the article in one/a.txt")
    ]
    assert column(con, "SELECT source_path FROM articles") == ["one/a.txt"]
    assert column(con, "SELECT count(*) FROM event_mentions") == [2]
    assert run_checks(con, inbox=INBOX, files_seen=2) == []
    before = content(con)
    load_shards(con, [second, first, second], run_id="run-1")
    assert content(con) == before


def test_within_a_batch_the_first_path_or_the_owner_keeps_the_id(con, tmp_path):
    both = shard(tmp_path, "b1", File("two/a.txt"), File("one/a.txt", events=2))
    load_shards(con, [both], run_id="run-1")
    assert column(con, "SELECT source_path FROM articles") == ["one/a.txt"]
    load_shards(con, [shard(tmp_path, "b2", File("a/a.txt"), File("one/a.txt", events=2))], run_id="run-1")
    assert column(con, "SELECT source_path FROM articles") == ["one/a.txt"]
    assert run_checks(con, inbox=INBOX, files_seen=3) == []


def test_moved_file_takes_over_its_id(con, tmp_path):
    load_shards(con, [shard(tmp_path, "b1", File("a.txt"))], run_id="run-1")
    assert mark_missing(con, INBOX, ["new/a.txt"], run_id="run-1") == 1
    load_shards(con, [shard(tmp_path, "b2", File("new/a.txt"))], run_id="run-1")
    assert con.execute("SELECT source_path, state FROM articles").fetchall() == [("new/a.txt", "loaded")]
    assert run_checks(con, inbox=INBOX, files_seen=1) == []


def test_event_given_twice_is_quarantined_once(con, tmp_path):
    rows = tables([File("a.txt", events=2)])
    rows["event_mentions"].append({**rows["event_mentions"][0], "confidence": 0.9})
    made = write_rows(tmp_path, "b", rows)
    assert load_shards(con, [made], run_id="run-1").events_quarantined == 1
    ((payload,),) = con.execute("SELECT payload FROM quarantine").fetchall()
    assert json.loads(payload)["confidence"] == 0.9
    assert "source_path" not in json.loads(payload)
    assert column(con, "SELECT DISTINCT confidence FROM event_mentions") == [0.5]
    before = content(con)
    load_shards(con, [made], run_id="run-1")
    assert content(con) == before


def test_deleted_files_are_only_marked(con, tmp_path):
    load_shards(con, [shard(tmp_path, "b", File("a.txt"), File("b.txt"), File("c.txt", failed="x"))], run_id="run-1")
    assert mark_missing(con, INBOX, ["b.txt"], run_id="run-1") == 2
    assert mark_missing(con, INBOX, ["b.txt"], run_id="run-1") == 0
    assert con.execute("SELECT article_id, state FROM articles ORDER BY 1").fetchall() == [
        ("a", "deleted"),
        ("b", "loaded"),
    ]
    assert column(con, "SELECT count(*) FROM event_mentions") == [2]
    assert known_files(con, INBOX)["a.txt"] == KnownFile(File("a.txt").sha256, "deleted", "a", **VERSIONS)
    assert mark_missing(con, INBOX, [], run_id="run-1") == 1
    assert run_checks(con, inbox=INBOX, files_seen=0) == []


def test_deleted_file_that_is_back_is_loaded_again(con, tmp_path):
    made = shard(tmp_path, "b", File("a.txt"))
    load_shards(con, [made], run_id="run-1")
    before = content(con)
    mark_missing(con, INBOX, [], run_id="run-1")
    load_shards(con, [made], run_id="run-1")
    assert content(con) == before


def test_other_inboxes_are_left_alone(con, tmp_path):
    load_shards(con, [shard(tmp_path, "b", File("a.txt"))], run_id="run-1")
    assert known_files(con, "/other") == {}
    assert mark_missing(con, "/other", [], run_id="run-1") == 0


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("event_mentions", {"source_path": "z.txt"}, "event without its article"),
        ("articles", {"source_path": "z.txt"}, "article without a loaded source file"),
        ("source_files", {"status": "maybe"}, "known status"),
        ("source_files", {"status": "quarantined"}, "quarantined source file without a reason"),
        ("source_files", {"path": "z.txt"}, "loaded source file without its article"),
        ("articles", {"language": None}, "NOT NULL"),
    ],
)
def test_unsound_shard_leaves_no_trace(con, tmp_path, table, change, message):
    load_shards(con, [shard(tmp_path, "b1", File("a.txt"))], run_id="run-1")
    before = content(con)
    rows = tables([File("b.txt")])
    rows[table][0].update(change)
    with pytest.raises(ShardError, match=message):
        load_shards(con, [write_rows(tmp_path, "b2", rows)], run_id="run-1")
    assert content(con) == before
    assert load_shards(con, [shard(tmp_path, "b3", File("b.txt"))], run_id="run-1").files_loaded == 1


def test_incomplete_shard_is_refused(con, tmp_path):
    made = shard(tmp_path, "b", File("a.txt"))
    (made / "articles.parquet").unlink()
    with pytest.raises(ShardError, match="files are missing: articles"):
        load_shards(con, [made], run_id="run-1")


def test_unknown_run_is_refused(con, tmp_path):
    with pytest.raises(UnknownRunError):
        load_shards(con, [shard(tmp_path, "b", File("a.txt"))], run_id="run-9")
    with pytest.raises(UnknownRunError):
        finish_run(con, run_id="run-9", state="done", counts=RunCounts())


def test_line_that_does_not_fit_is_refused(tmp_path):
    rows = tables([File("a.txt")])
    rows["event_mentions"][0]["score"] = "high"
    with pytest.raises(ShardError, match=r"event_mentions.*high"):
        write_rows(tmp_path, "b", rows)
    assert pending_shards(tmp_path) == []
    assert sweep_shards(tmp_path) == 1


@pytest.mark.parametrize("batch_id", ["", "../x", "a/b", "x.tmp", ".hidden"])
def test_batch_ids_stay_in_their_folder(tmp_path, batch_id):
    with pytest.raises(ShardError, match="batch id"):
        shard(tmp_path, batch_id, File("a.txt"))


def test_shards_wait_until_they_are_removed(con, tmp_path):
    made = [shard(tmp_path, "z", File("a.txt")), shard(tmp_path, "b", File("b.txt"))]
    assert pending_shards(tmp_path) == made
    load_shards(con, made, run_id="run-1")
    remove_shards(made)
    assert pending_shards(tmp_path) == []


def test_folder_names_with_wildcards_are_taken_literally(tmp_path):
    directory = tmp_path / "we[i]rd *dir'"
    with open_work(directory) as con:
        migrate(con)
        start_run(con, run_id="run-1", inbox=INBOX, **VERSIONS)
        assert load_shards(con, [shard(directory, "b", File("a.txt"))], run_id="run-1").files_loaded == 1


def test_runs_tell_how_they_ended(con, tmp_path):
    start_run(con, run_id="run-2", inbox=INBOX, **VERSIONS)
    load_shards(con, [shard(tmp_path, "b", File("a.txt", events=2))], run_id="run-2")
    finish_run(con, run_id="run-2", state="done", counts=RunCounts(files_seen=1, files_new=1, files_loaded=1))
    assert con.execute(
        "SELECT run_id, state, files_seen, articles_total, events_total, finished_at >= started_at FROM runs ORDER BY 1"
    ).fetchall() == [("run-1", "interrupted", None, None, None, None), ("run-2", "done", 1, 1, 2, True)]


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        ("INSERT INTO articles FROM articles", "unique_article_ids"),
        ("INSERT INTO event_mentions FROM event_mentions", "unique_event_ids"),
        ("DELETE FROM event_mentions", "no_orphan_participants"),
        ("DELETE FROM event_participants WHERE role = 'actor'", "participants_complete"),
        ("DELETE FROM articles", "events_have_their_article"),
        ("DELETE FROM articles", "loaded_files_have_their_article"),
        ("DELETE FROM quarantine", "quarantined_files_have_a_reason"),
        ("DELETE FROM source_files WHERE path = 'a.txt'", "files_accounted"),
    ],
)
def test_checks_see_the_damage(con, tmp_path, damage, name):
    load_shards(con, [shard(tmp_path, "b", File("a.txt"), File("b.txt", failed="x"))], run_id="run-1")
    assert run_checks(con, inbox=INBOX, files_seen=2) == []
    con.execute(damage)
    failures = {failure.name: failure for failure in run_checks(con, inbox=INBOX, files_seen=2)}
    assert failures[name].count >= 1
    assert "broken, for example" in str(failures[name])


files = st.builds(
    File,
    path=st.sampled_from([f"{letter}.txt" for letter in "abcdef"]),
    events=st.integers(0, 3),
    content=st.sampled_from(["first", "second"]),
    failed=st.sampled_from([None, None, "binary"]),
    bad_events=st.integers(0, 2),
)


@given(batches=st.lists(files, max_size=5, unique_by=lambda file: file.path), data=st.data())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_loading_again_or_in_another_order_changes_nothing(tmp_path_factory, batches, data):
    directory = tmp_path_factory.mktemp("wh")
    made = [shard(directory, f"b{i}", *batches[i : i + 2]) for i in range(0, len(batches), 2)]
    again = data.draw(st.permutations(made * 2))
    assert loaded(made, files_seen=len(batches)) == loaded(again, files_seen=len(batches))


def loaded(shards: list[Path], *, files_seen: int) -> dict[str, list[str]]:
    """What a new database holds after loading the shards in this order."""
    with open_memory() as con:
        migrate(con)
        start_run(con, run_id="run-1", inbox=INBOX, **VERSIONS)
        load_shards(con, shards, run_id="run-1")
        assert run_checks(con, inbox=INBOX, files_seen=files_seen) == []
        return content(con)


def test_the_work_database_keeps_to_its_memory(tmp_path):
    with open_work(tmp_path) as con:
        assert con.execute("SELECT current_setting('memory_limit')").fetchall() == [("1.3 GiB",)]
