-- What may be a promise in some of the changed articles, with the first act named after it in the same sentence.
WITH some_articles AS (
    SELECT article_id
    FROM changed_articles
    WHERE "number" > $start AND "number" <= $start + $size
),

fresh AS (
    SELECT
        mentions.event_id AS mention_id,
        mentions.article_id,
        mentions.event_type,
        mentions.status,
        mentions."trigger",
        mentions.sentence,
        mentions."date",
        articles.published_date,
        len(mentions.actors) > 0 AS has_actor
    FROM event_mentions AS mentions
    INNER JOIN articles ON mentions.article_id = articles.article_id
    WHERE
        mentions.rowid IN (
            SELECT rowid FROM event_mentions WHERE article_id IN (SELECT article_id FROM some_articles)
        )
),

embedded AS (
    SELECT
        outer_act.mention_id,
        first(inner_act.mention_id ORDER BY inner_act."trigger"."start") AS act_mention,
        first(inner_act.event_type ORDER BY inner_act."trigger"."start") AS act_type,
        first(inner_act."trigger"."text" ORDER BY inner_act."trigger"."start") AS act_text,
        first(inner_act."date" ORDER BY inner_act."trigger"."start") AS act_date
    FROM fresh AS outer_act
    INNER JOIN fresh AS inner_act
        ON
            outer_act.article_id = inner_act.article_id
            AND outer_act.sentence."start" = inner_act.sentence."start"
            AND outer_act."trigger"."end" < inner_act."trigger"."start"
    WHERE outer_act.event_type IN ('AGREE', 'CONCEDE') AND inner_act.status IN ('future', 'hypothetical')
    GROUP BY outer_act.mention_id
)

SELECT
    fresh.mention_id,
    fresh.article_id,
    fresh.event_type,
    fresh.status,
    fresh."trigger"."text",
    substring(fresh.sentence."text", 1, fresh."trigger"."start" - fresh.sentence."start") AS lead,
    substring(fresh.sentence."text", fresh."trigger"."end" - fresh.sentence."start" + 1) AS rest,
    fresh.published_date,
    fresh."date"."start",
    fresh."date"."end",
    fresh."date"."text",
    embedded.act_mention,
    embedded.act_type,
    embedded.act_text,
    embedded.act_date."start",
    embedded.act_date."end",
    embedded.act_date."text"
FROM fresh
LEFT JOIN embedded ON fresh.mention_id = embedded.mention_id
WHERE
    fresh.status IN ('occurred', 'ongoing', 'future')
    AND (fresh.status = 'future' OR fresh.event_type IN ('AGREE', 'CONCEDE'))
    AND fresh.event_type IN ('AGREE', 'CONCEDE', 'CONSULT', 'SUPPORT', 'COOPERATE', 'AID', 'RETREAT', 'MOBILIZE', 'SANCTION', 'PROTEST')
    AND fresh.has_actor
ORDER BY fresh.mention_id
