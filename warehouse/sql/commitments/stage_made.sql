-- One promise per event: the first that was printed. What another promise speaks of is not one more.
CREATE OR REPLACE TEMP TABLE made_promises AS
SELECT links.event_id, promises.*
FROM stg_promises AS promises
INNER JOIN event_links AS links ON promises.mention_id = links.mention_id
WHERE promises.mention_id NOT IN (SELECT act_mention FROM stg_promises WHERE act_mention IS NOT NULL)
QUALIFY row_number() OVER (
    PARTITION BY links.event_id
    ORDER BY promises.due_end IS NULL, promises.announced_date, promises.mention_id
) = 1
