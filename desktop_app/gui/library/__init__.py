"""The archivist's side of the window: results, timeline, facets, reader. `ArchivePlace` puts them together."""
