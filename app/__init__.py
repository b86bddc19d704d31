"""The composition root: command line, config, pipeline, lifecycle, schedule and the only clock."""
