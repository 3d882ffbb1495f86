"""Lessons in the window: the list, the text with its tasks, and what a lesson may lock."""
