"""A finished study -> one self-contained page with its figures, tables and record."""
