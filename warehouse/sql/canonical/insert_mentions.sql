INSERT INTO stg_mentions BY NAME
WITH worded AS (
    SELECT unnest(
        from_json($rows, '[{"mention_id": "VARCHAR", "trigger": "VARCHAR", "words": ["VARCHAR"]}]'), recursive := true
    )
)

SELECT
    fresh.* EXCLUDE (trigger_text, sentence, participant_texts),
    worded."trigger",
    worded.words,
    md5_number_lower(fresh.sentence || ' / ' || fresh.trigger_text) AS wording
FROM fresh_mentions AS fresh
INNER JOIN worded ON fresh.mention_id = worded.mention_id
