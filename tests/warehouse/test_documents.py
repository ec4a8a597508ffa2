"""Several articles from one file: what becomes of each, copies, versions, and files that come in parts."""

from dataclasses import replace
from itertools import permutations

import pytest

from tests.warehouse.checking import run_checks
from tests.warehouse.dumps import Dump, Entry, dump_shard
from tests.warehouse.invented import INBOX, VERSIONS, File, shard
from warehouse.connection import open_memory
from warehouse.files import documents_read, known_files, mark_missing
from warehouse.load import LoadCounts, load_shards
from warehouse.migrate import migrate
from warehouse.runs import start_run

A, B, C = (Entry(f"https://sierra.example/{name}", words=name) for name in "abc")


@pytest.fixture
def load(con, tmp_path):
    """Loads files as one shard each call, and asks all checks."""

    def loaded(*dumps: Dump | File, files: int | None = None) -> LoadCounts:
        number = len(list((tmp_path / "shards").glob("*"))) if (tmp_path / "shards").exists() else 0
        name = f"b{number}"
        texts = [one for one in dumps if isinstance(one, File)]
        made = shard(tmp_path, name, *texts) if texts else dump_shard(tmp_path, name, *dumps)
        counts = load_shards(con, [made], run_id="run-1")
        if files is not None:
            assert run_checks(con, inbox=INBOX, files_seen=files) == []
        return counts

    return loaded


def documents(con, path: str | None = None) -> list[tuple[str, str, str | None]]:
    given = {"path": path}
    return con.execute(
        "SELECT item, status, article_id FROM documents WHERE $path IS NULL OR path = $path ORDER BY path, item", given
    ).fetchall()


def articles(con) -> dict[str, tuple[str, str]]:
    found = con.execute("SELECT article_id, state, source_path FROM articles").fetchall()
    return {article_id: (state, path) for article_id, state, path in found}


def versions(con) -> list[str]:
    return [
        row[0] for row in con.execute("SELECT split_part(text, ' ', 9) FROM article_versions ORDER BY ALL").fetchall()
    ]


def test_every_document_of_a_file_is_accounted_for(con, load):
    odd = Entry("https://sierra.example/d", failed="no_body")
    again = Entry("https://sierra.example/e", repeats=A.url)
    spanish = replace(C, language="es")
    counts = load(Dump("feed.rss", (A, B, odd, again, spanish), documents=5), files=1)
    assert counts == LoadCounts(
        files_loaded=1,
        events_loaded=2,
        articles_loaded=2,
        articles_unsupported=1,
        documents_duplicate=1,
        documents_quarantined=1,
    )
    assert [status for _, status, _ in documents(con)] == [
        "loaded", "loaded", "quarantined", "duplicate", "unsupported_language"
    ]  # fmt: skip
    assert con.execute("SELECT item, path FROM quarantine, source_files").fetchall() == [("item 3", "feed.rss")]
    told = "SELECT provenance.item, provenance.identity FROM articles WHERE article_id = $a"
    assert con.execute(told, {"a": A.url}).fetchall() == [("item 1", "url")]


def test_a_lost_document_is_seen(con, load):
    load(Dump("feed.rss", (A, B), documents=3))
    (failure,) = run_checks(con, inbox=INBOX, files_seen=1)
    assert failure.name == "documents_accounted"


def test_a_file_of_which_nothing_can_be_read_is_quarantined(con, load):
    counts = load(Dump("feed.rss", (Entry("a", failed="no_body"), Entry("b", failed="no_body"))), files=1)
    assert (counts.files_quarantined, counts.documents_quarantined) == (1, 2)


def test_a_file_that_holds_nothing_is_loaded(con, load):
    assert load(Dump("feed.rss", (), documents=0), files=1).files_loaded == 1


def test_a_changed_file_replaces_its_articles(con, load):
    load(Dump("feed.rss", (A, B)), Dump("other.rss", (C,)))
    load(Dump("feed.rss", (replace(B, words="better"), Entry("https://sierra.example/n")), reading="2"), files=2)
    assert articles(con) == {
        A.url: ("deleted", "feed.rss"),
        B.url: ("loaded", "feed.rss"),
        C.url: ("loaded", "other.rss"),
        "https://sierra.example/n": ("loaded", "feed.rss"),
    }
    assert con.execute("SELECT count(*) FROM event_mentions WHERE article_id = $b", {"b": B.url}).fetchall() == [(1,)]
    assert versions(con) == ["b"]


def test_items_that_move_within_their_file_stay_what_they_are(con, load):
    load(Dump("feed.rss", (A, B)))
    counts = load(Dump("feed.rss", (C, A, B), reading="2"), files=1)
    assert (counts.articles_loaded, counts.documents_duplicate) == (3, 0)
    assert documents(con) == [("item 1", "loaded", C.url), ("item 2", "loaded", A.url), ("item 3", "loaded", B.url)]
    assert con.execute("SELECT item FROM articles WHERE article_id = $a", {"a": A.url}).fetchall() == [("item 2",)]


def test_the_same_article_in_two_files_is_kept_once(con, load):
    load(Dump("monday.rss", (A, B)))
    counts = load(Dump("tuesday.rss", (B, C)), files=2)
    assert (counts.articles_loaded, counts.documents_duplicate) == (1, 1)
    assert articles(con)[B.url] == ("loaded", "monday.rss")
    assert documents(con, "tuesday.rss") == [("item 1", "duplicate", B.url), ("item 2", "loaded", C.url)]


def test_a_copy_whose_article_says_something_else_is_seen(con, load):
    load(Dump("monday.rss", (A,)), Dump("tuesday.rss", (A,)), files=2)
    load(Dump("monday.rss", (replace(A, words="better"),), reading="2"))
    assert known_files(con, INBOX)["tuesday.rss"].is_bereft
    (failure,) = run_checks(con, inbox=INBOX, files_seen=2)
    assert (failure.name, failure.samples) == ("copies_say_the_same", ("tuesday.rss item 1",))
    load(Dump("tuesday.rss", (A,)), files=2)


def test_the_same_words_under_another_address_point_at_the_first(con, load):
    load(Dump("feed.rss", (A,)), Dump("print.rss", (replace(A, url="https://sierra.example/print/a"),)), files=2)
    assert documents(con) == [("item 1", "loaded", A.url), ("item 1", "duplicate", A.url)]


def test_the_same_words_by_another_publisher_are_an_article_of_their_own(con, load):
    copy = replace(A, publisher="Radio Costa", url="https://costa.example/a")
    load(Dump("a.rss", (A,)))
    counts = load(Dump("b.rss", (copy,)), files=2)
    assert counts.documents_duplicate == 0


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_newest_version_wins_in_any_order(con, load, order):
    dumps = [
        Dump("mon.rss", (replace(A, words="old", published="2025-03-01"),)),
        Dump("tue.rss", (replace(A, words="mid", published="2025-03-01", modified="2025-03-02T10:00:00"),)),
        Dump("wed.rss", (replace(A, words="new", published="2025-03-01", modified="2025-03-02T18:30:00"),)),
    ]
    for number in order:
        load(dumps[number])
    assert run_checks(con, inbox=INBOX, files_seen=3) == []
    assert articles(con) == {A.url: ("loaded", "wed.rss")}
    assert versions(con) == ["mid", "old"]
    assert sorted(status for _, status, _ in documents(con)) == ["loaded", "superseded", "superseded"]
    assert con.execute("SELECT count(*) FROM event_mentions").fetchall() == [(1,)]
    for dump in dumps:
        load(dump)
    assert articles(con) == {A.url: ("loaded", "wed.rss")}
    assert versions(con) == ["mid", "old"]


def test_versions_in_one_batch_or_one_file_are_told_apart(con, load):
    newer, older = replace(A, words="new", published="2025-03-05"), replace(A, words="old", published="2025-03-04")
    load(Dump("one.rss", (newer, older)), files=1)
    assert documents(con) == [("item 1", "loaded", A.url), ("item 2", "superseded", A.url)]
    assert versions(con) == ["old"]


def test_without_dates_the_later_arrival_wins(con, load):
    load(Dump("a.rss", (replace(A, words="one"),)))
    load(Dump("b.rss", (replace(A, words="two"),)), files=2)
    assert articles(con) == {A.url: ("loaded", "b.rss")}
    load(Dump("a.rss", (replace(A, words="one"),)), Dump("b.rss", (replace(A, words="two"),)), files=2)
    assert articles(con) == {A.url: ("loaded", "b.rss")}


def test_ids_that_dumps_state_are_not_taken_from_unrelated_articles(con, load):
    row = replace(A, identity="stated")
    load(Dump("one.jsonl", (row,)))
    related = replace(row, words="newer", published="2025-04-01")
    assert load(Dump("two.jsonl", (related,)), files=2).articles_loaded == 1
    con.execute("UPDATE articles SET url = 'https://costa.example/z', title = 'Another thing'")
    assert load(Dump("three.jsonl", (replace(related, words="odd"),))).documents_quarantined == 1
    assert con.execute("SELECT DISTINCT rule FROM faults").fetchall() == [("duplicate_article_id",)]


def test_a_copy_takes_over_when_the_file_of_its_article_is_gone(con, load):
    load(Dump("monday.rss", (A,)))
    load(Dump("tuesday.rss", (A,)))
    assert not known_files(con, INBOX)["tuesday.rss"].is_bereft
    mark_missing(con, INBOX, ["tuesday.rss"], run_id="run-1")
    assert articles(con) == {A.url: ("deleted", "monday.rss")}
    assert known_files(con, INBOX)["tuesday.rss"].is_bereft
    load(Dump("tuesday.rss", (A,)), files=1)
    assert articles(con) == {A.url: ("loaded", "tuesday.rss")}
    assert not known_files(con, INBOX)["tuesday.rss"].is_bereft


def test_articles_without_a_pipeline_are_awaited(con, load):
    load(Dump("feed.rss", (A, replace(B, language="es"), replace(C, language="fr"))), files=1)
    assert sorted(known_files(con, INBOX)["feed.rss"].awaited.split()) == ["es", "fr"]
    assert con.execute("SELECT count(*) FROM event_mentions").fetchall() == [(1,)]
    sha256 = Dump("feed.rss", ()).sha256[:16]
    read = documents_read(con, INBOX, "feed.rss", reading_id=sha256, is_partial=False)
    assert read == {("item 1", A.url)}


def parts(*, reading: str = "1") -> list[Dump]:
    """A file of three articles in two parts."""
    whole = Dump("dump.jsonl", (A, B, C), reading=reading, is_whole=False)
    return [
        replace(whole, entries=(A, B), is_last=False),
        replace(whole, entries=(C,), first_item=3, documents=3),
    ]


def test_a_file_may_come_in_parts(con, load):
    first, last = parts()
    assert load(first).files_loaded == 0
    assert known_files(con, INBOX)["dump.jsonl"].status == "partial"
    read = documents_read(con, INBOX, "dump.jsonl", reading_id=first.sha256[:16], is_partial=True)
    assert read == {("item 1", A.url), ("item 2", B.url)}
    assert load(last, files=1).files_loaded == 1
    assert set(articles(con)) == {A.url, B.url, C.url}


def test_only_the_last_part_of_a_changed_file_tells_what_is_gone(con, load):
    load(Dump("dump.jsonl", (A, B, C, Entry("https://sierra.example/d")), documents=4), files=1)
    first, last = parts(reading="2")
    load(first)
    assert {state for state, _ in articles(con).values()} == {"loaded"}
    load(last, files=1)
    assert articles(con)["https://sierra.example/d"] == ("deleted", "dump.jsonl")


def test_faults_of_earlier_parts_stay_open_until_the_file_is_read_anew(con, load):
    odd = Entry("x", failed="bad_row")
    first, last = parts()
    load(replace(first, entries=(A, odd)))
    load(last, files=1)
    assert con.execute("SELECT state FROM quarantine").fetchall() == [("open",)]
    for part in parts(reading="2"):
        load(part)
    assert con.execute("SELECT state FROM quarantine").fetchall() == [("superseded",)]


def test_parts_in_which_an_article_comes_twice(con, load):
    first, last = parts()
    load(first)
    load(replace(last, entries=(replace(A, words="late", published="2024-12-31"),)), files=1)
    assert documents(con)[0][1:] == ("loaded", A.url)
    assert documents(con)[2][1:] == ("superseded", A.url)


def test_loading_dumps_again_changes_nothing(tmp_path):
    dumps = [Dump("a.rss", (A, B)), Dump("b.rss", (B, replace(A, words="new", published="2025-03-09")))]
    shards = [dump_shard(tmp_path, f"s{number}", dump) for number, dump in enumerate(dumps)]
    assert content(shards) == content([*shards, *shards])


def content(shards) -> list[str]:
    with open_memory() as con:
        migrate(con)
        start_run(con, run_id="run-1", inbox=INBOX, **VERSIONS)
        load_shards(con, shards, run_id="run-1")
        assert run_checks(con, inbox=INBOX, files_seen=2) == []
        tables = {
            "articles": "loaded_at",
            "documents": "first_seen_at",
            "article_versions": "valid_from, valid_to",
            "event_mentions": "run_id",
        }
        return [
            repr(sorted(map(repr, con.execute(f"SELECT * EXCLUDE ({columns}) FROM {table}").fetchall())))
            for table, columns in tables.items()
        ]
