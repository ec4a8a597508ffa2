SELECT min(ontology_version), count(*)
FROM code_international
HAVING min(ontology_version) = max(ontology_version)
