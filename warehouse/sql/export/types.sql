SELECT code, quad_class, cameo_root, score, definition
FROM code_event_types
ORDER BY code
