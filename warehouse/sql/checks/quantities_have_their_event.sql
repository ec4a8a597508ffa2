SELECT quantities.event_id AS detail
FROM quantities
ANTI JOIN events ON quantities.event_id = events.event_id
