DELETE FROM code_contexts
