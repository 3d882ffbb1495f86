"""How the learning rate changes during a run."""
