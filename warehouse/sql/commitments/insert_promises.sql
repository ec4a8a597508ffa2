INSERT INTO stg_promises BY NAME
SELECT unnest(
    from_json(
        $rows,
        '[{"mention_id": "VARCHAR", "article_id": "VARCHAR", "act_type": "VARCHAR", "act_text": "VARCHAR", "act_mention": "VARCHAR", "due_start": "DATE", "due_end": "DATE", "due_text": "VARCHAR", "reason": "VARCHAR"}]'
    ),
    recursive := true
)
