DELETE FROM actors
WHERE actor_id IN (SELECT actor_id FROM touched_actors)
