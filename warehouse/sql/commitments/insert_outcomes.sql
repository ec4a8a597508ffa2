INSERT INTO stg_outcomes BY NAME
SELECT unnest(
    from_json(
        $rows,
        '[{"promise_event_id": "VARCHAR", "event_id": "VARCHAR", "outcome": "VARCHAR", "score": "DOUBLE", "reason": "VARCHAR"}]'
    ),
    recursive := true
)
