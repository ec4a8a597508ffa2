SELECT min(ontology_version), count(*)
FROM code_event_types
HAVING min(ontology_version) = max(ontology_version)
