"""What networks that look at pictures have learned, put back into pictures."""
