CREATE OR REPLACE TEMP TABLE changed_events (event_id VARCHAR)
