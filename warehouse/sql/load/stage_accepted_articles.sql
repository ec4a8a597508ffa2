CREATE OR REPLACE TEMP TABLE batch_accepted_articles AS
SELECT *
FROM batch_claims
ANTI JOIN batch_same_articles USING (claim)
ANTI JOIN batch_rejected_articles USING (claim)
ANTI JOIN batch_old_versions USING (claim)
