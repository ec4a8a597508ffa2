INSERT INTO code_international BY NAME
SELECT unnest(from_json($rows, '[{"code": "VARCHAR", "name": "VARCHAR", "ontology_version": "VARCHAR"}]'), recursive := true)
