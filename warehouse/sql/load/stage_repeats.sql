-- Documents that an earlier one of their file says already: they come without text.
CREATE OR REPLACE TEMP TABLE batch_repeats AS
SELECT * FROM read_parquet($path)
