"""Hear and answer, decide nothing: one file a subject, loaded as extensions by `bot.app`."""
