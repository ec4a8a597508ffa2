DELETE FROM code_modes
