"""What a run has measured so far, as curves over its steps."""
