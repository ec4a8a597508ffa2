INSERT INTO stg_event_pairs BY NAME
SELECT unnest(
    from_json($rows, '[{"mention_a": "VARCHAR", "mention_b": "VARCHAR", "score": "DOUBLE", "reason": "VARCHAR"}]'),
    recursive := true
)
