SELECT
    $events_quarantined / nullif($events_quarantined + $events_loaded, 0) AS observed,
    $events_quarantined + $events_loaded AS sample_rows,
    $events_quarantined || ' of ' || ($events_quarantined + $events_loaded) || ' events of this run are in quarantine' AS detail
