DELETE FROM stg_outcomes
WHERE
    promise_event_id IN (SELECT event_id FROM changed_outcomes)
    OR event_id IN (SELECT event_id FROM changed_outcomes)
