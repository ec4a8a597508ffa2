SELECT mention_id, trigger_text, sentence, participant_texts, place_name
FROM fresh_mentions
