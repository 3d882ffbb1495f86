"""Small changes of the training inputs, new for every epoch."""
