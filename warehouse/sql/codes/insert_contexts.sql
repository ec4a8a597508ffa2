INSERT INTO code_contexts BY NAME
SELECT unnest(from_json($rows, '[{"code": "VARCHAR", "definition": "VARCHAR", "ontology_version": "VARCHAR"}]'), recursive := true)
