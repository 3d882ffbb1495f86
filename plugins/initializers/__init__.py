"""Where weights and biases start."""
