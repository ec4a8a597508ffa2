SELECT mentions.event_id AS detail
FROM event_mentions AS mentions
ANTI JOIN articles ON mentions.article_id = articles.article_id
