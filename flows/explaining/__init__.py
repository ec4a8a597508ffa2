"""Why articles are coded as they are: for the terminal, as a page, and as JSON."""
