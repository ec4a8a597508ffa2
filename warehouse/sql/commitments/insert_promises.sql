-- With all that a commitment says of the promise, so that the mention need not be read again.
INSERT INTO stg_promises BY NAME
WITH read_promises AS (
    SELECT unnest(
        from_json(
            $rows,
            '[{"mention_id": "VARCHAR", "article_id": "VARCHAR", "act_type": "VARCHAR", "act_text": "VARCHAR", "act_words": ["VARCHAR"], "act_mention": "VARCHAR", "due_start": "DATE", "due_end": "DATE", "due_text": "VARCHAR", "reason": "VARCHAR"}]'
        ),
        recursive := true
    )
)

SELECT
    promises.*,
    articles.published_date AS announced_date,
    list_sort(list_distinct(list_transform(list_filter(mentions.actors, lambda p: p.code IS NOT NULL), lambda p: p.code))) AS who_codes,
    list_sort(list_distinct(list_transform(mentions.actors, lambda p: coalesce(p."name", p."text")))) AS who_names,
    list_sort(list_distinct(list_transform(list_filter(mentions.recipients, lambda p: p.code IS NOT NULL), lambda p: p.code))) AS towards_codes,
    list_sort(list_distinct(list_transform(mentions.recipients, lambda p: coalesce(p."name", p."text")))) AS towards_names,
    coalesce(mentions.place."name", mentions.place."text") AS place_name,
    mentions.sentence."text" AS sentence
FROM read_promises AS promises
INNER JOIN event_mentions AS mentions ON promises.mention_id = mentions.event_id
INNER JOIN articles ON promises.article_id = articles.article_id
WHERE
    mentions.rowid IN (
        SELECT rowid FROM event_mentions WHERE event_id IN (SELECT mention_id FROM read_promises)
    )
