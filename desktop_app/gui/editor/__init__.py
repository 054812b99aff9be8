"""The place where words are written: the text widget, its styling, its saving, its preview.

Promises: what stands in the document is what is saved, letter for letter; a key costs one block, not the document.
Not for: which text is open and what is around it (`gui/desk`).
"""
