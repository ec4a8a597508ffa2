"""Everything that runs: the nightly job, its schedule and the command line."""
