"""The built-in visualizations: a function from a snapshot to a figure each."""
