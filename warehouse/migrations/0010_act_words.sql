-- With the stems of the words for the act, endings that can't match are left out before they are read. Promises of older
-- runs have none: nothing of them is left out.
ALTER TABLE stg_promises ADD COLUMN act_words VARCHAR[];

COMMENT ON COLUMN stg_promises."act_words" IS 'Stems of the words for the act.';
