-- One promise per event: the first that was printed. What another promise speaks of is not one more. The first are found
-- by narrow columns: sorting whole promises takes twice as long.
CREATE OR REPLACE TEMP TABLE made_promises AS
WITH firsts AS MATERIALIZED (
    SELECT links.event_id, promises.mention_id
    FROM stg_promises AS promises
    INNER JOIN event_links AS links ON promises.mention_id = links.mention_id
    WHERE promises.mention_id NOT IN (SELECT act_mention FROM stg_promises WHERE act_mention IS NOT NULL)
    QUALIFY row_number() OVER (
        PARTITION BY links.event_id
        ORDER BY promises.due_end IS NULL, promises.announced_date, promises.mention_id
    ) = 1
)

SELECT firsts.event_id, promises.*
FROM firsts
INNER JOIN stg_promises AS promises ON firsts.mention_id = promises.mention_id
