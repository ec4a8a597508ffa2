WITH wanted AS (
    SELECT promise_event_id, event_id, "number"
    FROM ending_candidates
    WHERE "number" > $start AND "number" <= $start + $size
),

ended AS (
    SELECT *
    FROM events
    WHERE rowid IN (SELECT rowid FROM events WHERE event_id IN (SELECT event_id FROM wanted))
),

worded AS (
    SELECT mention_id, words
    FROM stg_mentions
    WHERE mention_id IN (
        SELECT best_mention_id FROM ended
        UNION ALL
        SELECT mention_id FROM made_promises WHERE event_id IN (SELECT promise_event_id FROM wanted)
    )
)

SELECT
    wanted.promise_event_id,
    wanted.event_id,
    CASE WHEN ended.status IN ('occurred', 'ongoing') AND ended.event_type <> 'REJECT' THEN 'kept' ELSE 'withdrawn' END,
    made.who_codes,
    made.towards_codes,
    made.act_type,
    made.act_text,
    made.announced_date,
    made.due_start,
    made.due_end,
    made.place_name,
    promised.words,
    ended.event_type,
    ended.actor_codes,
    ended.recipient_codes,
    ended.event_date,
    ended.place_name,
    ended.sentence,
    done.words
FROM wanted
INNER JOIN made_promises AS made ON wanted.promise_event_id = made.event_id
INNER JOIN ended ON wanted.event_id = ended.event_id
INNER JOIN worded AS promised ON made.mention_id = promised.mention_id
INNER JOIN worded AS done ON ended.best_mention_id = done.mention_id
ORDER BY wanted."number"
