CREATE OR REPLACE TEMP TABLE grouped_mentions AS
SELECT unnest(
    from_json(
        $rows,
        '[{"mention_id": "VARCHAR", "event_id": "VARCHAR", "group_id": "VARCHAR", "linked_mention": "VARCHAR", "score": "DOUBLE", "reason": "VARCHAR"}]'
    ),
    recursive := true
)
