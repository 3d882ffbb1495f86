"""What happens to inputs before the network sees them."""
