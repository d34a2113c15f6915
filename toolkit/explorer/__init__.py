"""The explorer: a corpus as one file to walk through, from a curve to the sentences counted.

exploration     what a person calls: articles and tables -> `Explorer`
inputs          what the page is made of, matched and checked once
payload         everything that the page shows, as columns and a description
period_columns, article_columns, topic_columns, outlet_columns, text_columns, pairs
                the columns, each from the function of the toolkit that computes its numbers
python_calls    the call behind each number
wording         what the page says in words, and what it does not show
container       columns as compressed bytes; word_codes: titles made smaller
shell           the page around them
saved_page      the page in a notebook and as a file
source/, static/  the page itself: its sources, and the bundle built from them
"""

from toolkit.explorer.exploration import explore, explorer_of
from toolkit.explorer.saved_page import Explorer

__all__ = ["Explorer", "explore", "explorer_of"]
