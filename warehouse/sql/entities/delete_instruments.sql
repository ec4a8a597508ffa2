DELETE FROM instruments
WHERE instrument_id IN (SELECT instrument_id FROM touched_instruments)
