"""The window: the only folder with widgets. Nothing here does SQL, reads files or searches on the GUI thread."""
