SELECT stage, reasons[1]."rule" AS "rule", count(*) AS "count"
FROM quarantine
WHERE run_id = $run_id
GROUP BY ALL
ORDER BY "count" DESC, stage, "rule"
