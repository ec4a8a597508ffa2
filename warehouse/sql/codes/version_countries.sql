SELECT min(ontology_version), count(*)
FROM code_countries
HAVING min(ontology_version) = max(ontology_version)
