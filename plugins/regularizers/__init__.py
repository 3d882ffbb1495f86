"""What keeps weights small."""
