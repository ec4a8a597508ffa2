SELECT min(ontology_version), count(*)
FROM code_sectors
HAVING min(ontology_version) = max(ontology_version)
