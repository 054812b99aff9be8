"""Windows over the window: settings, keyboard map, about, welcome, questions, trouble."""
