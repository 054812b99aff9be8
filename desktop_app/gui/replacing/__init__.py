"""Find and replace across the archive: the sheet, its rows of hits, and the run."""
