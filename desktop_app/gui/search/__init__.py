"""The search box of the toolbar, its drop-down, and the dialog that keeps a search."""
