INSERT INTO code_countries BY NAME
SELECT unnest(from_json($rows, '[{"code": "VARCHAR", "alpha2": "VARCHAR", "name": "VARCHAR", "capital": "VARCHAR", "continent": "VARCHAR", "ontology_version": "VARCHAR"}]'), recursive := true)
