"""What goes on inside a network, layer by layer."""
