-- Actors, places and instruments have one row each.
SELECT 'actor ' || actor_id AS detail
FROM actors
GROUP BY actor_id
HAVING count(*) > 1
UNION ALL
SELECT 'place ' || place_id
FROM places
GROUP BY place_id
HAVING count(*) > 1
UNION ALL
SELECT 'instrument ' || instrument_id
FROM instruments
GROUP BY instrument_id
HAVING count(*) > 1
