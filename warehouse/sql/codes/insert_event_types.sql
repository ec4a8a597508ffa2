INSERT INTO code_event_types BY NAME
SELECT unnest(from_json($rows, '[{"code": "VARCHAR", "quad_class": "VARCHAR", "cameo_root": "VARCHAR", "score": "DOUBLE", "definition": "VARCHAR", "example": "VARCHAR", "ontology_version": "VARCHAR"}]'), recursive := true)
