"""The benchmark of the warehouse still runs, on a small one."""

from benchmarks import warehouse


def test_a_small_warehouse_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(warehouse, "NIGHT", 30)
    row = warehouse.measure(300, tmp_path)
    assert len(row) == len(warehouse.COLUMNS)
    assert row[0] == "300"
