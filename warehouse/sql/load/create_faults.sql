CREATE OR REPLACE TEMP TABLE batch_faults AS
SELECT
    quarantine_id,
    inbox,
    source_sha256,
    reading_id,
    stage,
    source_path,
    item,
    article_id,
    reasons,
    payload,
    payload_form,
    extractor_version,
    model_version,
    ontology_version
FROM quarantine
WHERE false
