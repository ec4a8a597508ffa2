DELETE FROM stg_actor_months
WHERE (actor_id, "month") IN (SELECT (actor_id, "month") FROM touched_actors)
