"""Whether a topic, or a finding, comes back under another seed, articles or choices."""
