"""Merge, split, drop and name topics: recipes that can be read, replayed and undone."""
