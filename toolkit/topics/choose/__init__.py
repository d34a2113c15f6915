"""How many topics: search over numbers and seeds, measures of a model, advice."""
