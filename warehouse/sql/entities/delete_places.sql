DELETE FROM places
WHERE place_id IN (SELECT place_id FROM touched_places)
