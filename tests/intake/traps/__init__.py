"""Lists that a careless reader gets wrong, each with exactly what must come out of it."""
