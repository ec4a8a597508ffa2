SELECT min(ontology_version), count(*)
FROM code_modes
HAVING min(ontology_version) = max(ontology_version)
