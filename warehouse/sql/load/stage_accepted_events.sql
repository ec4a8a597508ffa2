-- Events of articles that don't come in stay out; of two events with one id the first has rank 1.
CREATE OR REPLACE TEMP TABLE batch_accepted_events AS
SELECT
    mentions.*,
    row_number() OVER (PARTITION BY mentions.event_id ORDER BY mentions.file_row_number) AS event_rank
FROM batch_event_mentions AS mentions
INNER JOIN batch_accepted_articles AS accepted
    ON mentions.source_path = accepted.source_path AND mentions.item = accepted.item
