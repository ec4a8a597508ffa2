INSERT INTO code_modes BY NAME
SELECT unnest(from_json($rows, '[{"event_type": "VARCHAR", "code": "VARCHAR", "score": "DOUBLE", "definition": "VARCHAR", "ontology_version": "VARCHAR"}]'), recursive := true)
