"""What each topic is about: terms, shares, articles, passages, cautions."""
