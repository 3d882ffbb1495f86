"""Figures as pictures: one renderer per kind of figure. Nothing is imported here, so that the window comes up first."""
