"""How a gradient moves the parameters."""
