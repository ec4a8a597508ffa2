-- Its events have changed, so that what is made from them has to be made again.
UPDATE articles
SET loaded_at = now() AT TIME ZONE 'UTC'
WHERE article_id IN (SELECT article_id FROM batch_accepted_events)
