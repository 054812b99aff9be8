"""The way in and out as the user sees it: the Imports place and the export dialog."""
