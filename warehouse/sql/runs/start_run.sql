INSERT INTO runs BY NAME
SELECT
    $run_id AS run_id,
    $inbox AS inbox,
    'running' AS state,
    now() AT TIME ZONE 'UTC' AS started_at,
    $extractor_version AS extractor_version,
    $model_version AS model_version,
    $ontology_version AS ontology_version
