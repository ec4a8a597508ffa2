CREATE OR REPLACE TEMP TABLE found_duplicates AS
SELECT unnest(
    from_json(
        $rows,
        '[{"article_id": "VARCHAR", "duplicate_of": "VARCHAR", "matched_article_id": "VARCHAR", "similarity": "DOUBLE", "containment": "DOUBLE", "reason": "VARCHAR"}]'
    ),
    recursive := true
)
