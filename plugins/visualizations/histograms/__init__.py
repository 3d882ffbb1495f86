"""How the numbers of each layer spread."""
