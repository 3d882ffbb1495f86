"""What a neuron does with its weighted sum."""
