-- Hashes of the runs of four words of what an article says, without dateline, credits and sign-offs. The list around
-- the words lets a lambda name them. The words of a run are taken one by one: slices of a list cost six times as much.
CREATE OR REPLACE TEMP MACRO shingles(full_text, runs) AS (
    list_distinct(
        list_transform(
            [regexp_extract_all(
                lower(
                    array_to_string(
                        list_transform(
                            list_filter(runs, lambda r: r.kind IN ('title', 'subtitle', 'body')),
                            lambda r: substring(full_text, r."start" + 1, r."end" - r."start")
                        ),
                        ' '
                    )
                ),
                '[\p{L}\p{N}]+'
            )],
            lambda words: list_transform(
                range(1, len(words) - 2),
                lambda i: md5_number_lower(words[i] || ' ' || words[i + 1] || ' ' || words[i + 2] || ' ' || words[i + 3])
            )
        )[1]
    )
)
