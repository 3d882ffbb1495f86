"""The data itself: samples, and what the preprocessings do to them."""
