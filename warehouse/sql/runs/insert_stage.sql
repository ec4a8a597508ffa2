INSERT INTO run_stages BY NAME
SELECT
    $run_id AS run_id,
    $stage AS stage,
    $seconds AS seconds
