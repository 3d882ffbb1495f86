"""Points in the plane that two inputs describe: small enough to see everything that a network does with them."""
