# The public names, listed once: what `import toolkit as tt` offers.
from .errors import InputError as InputError
from .errors import IntegrityError as IntegrityError
from .errors import MissingExtraError as MissingExtraError
from .errors import MissingResourceError as MissingResourceError
from .errors import ReadingError as ReadingError
from .errors import TooFewArticlesError as TooFewArticlesError
from .errors import ToolkitError as ToolkitError

__version__: str
