DELETE FROM code_countries
