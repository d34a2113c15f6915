# The public names, listed once: what `import toolkit as tt` offers.
from toolkit.errors import InputError as InputError
from toolkit.errors import IntegrityError as IntegrityError
from toolkit.errors import MissingExtraError as MissingExtraError
from toolkit.errors import MissingResourceError as MissingResourceError
from toolkit.errors import ReadingError as ReadingError
from toolkit.errors import TooFewArticlesError as TooFewArticlesError
from toolkit.errors import ToolkitError as ToolkitError

__version__: str
