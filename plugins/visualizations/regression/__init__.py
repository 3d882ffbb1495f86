"""Regressions small enough to see whole."""
