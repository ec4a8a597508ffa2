"""One command of the command line per module. Importing them loads no heavy library."""
