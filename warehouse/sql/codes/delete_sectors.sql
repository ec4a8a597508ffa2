DELETE FROM code_sectors
