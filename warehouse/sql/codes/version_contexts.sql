SELECT min(ontology_version), count(*)
FROM code_contexts
HAVING min(ontology_version) = max(ontology_version)
