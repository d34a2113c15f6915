# The public names, listed once: what `import toolkit as tt` offers.
from .cleaning import DEFAULT_STEPS as DEFAULT_STEPS
from .cleaning import clean_articles as clean_articles
from .errors import InputError as InputError
from .errors import IntegrityError as IntegrityError
from .errors import MissingExtraError as MissingExtraError
from .errors import MissingResourceError as MissingResourceError
from .errors import ReadingError as ReadingError
from .errors import TooFewArticlesError as TooFewArticlesError
from .errors import ToolkitError as ToolkitError
from .tokenizing import Tokens as Tokens
from .tokenizing import split_sentences as split_sentences
from .tokenizing import stop_words as stop_words
from .tokenizing import tokenize as tokenize
from .vectorizing import DocumentTermMatrix as DocumentTermMatrix
from .vectorizing import TermWeights as TermWeights
from .vectorizing import count_terms as count_terms
from .vectorizing import tfidf as tfidf

__version__: str
