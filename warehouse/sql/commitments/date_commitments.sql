UPDATE commitments
SET as_of = $as_of
WHERE as_of <> $as_of
