"""The small sample corpus that ships with the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import MissingResourceError
from toolkit.reading import read_articles

if TYPE_CHECKING:
    import pandas as pd

_PACKAGE = Path(__file__).parents[1]
_PLACES = (_PACKAGE / "_corpus", _PACKAGE.parent / "corpus")


def corpus_path() -> Path:
    """Return the folder with ``sample/``, ``themes.toml`` and ``aliases.toml``.

    Raises
    ------
    MissingResourceError
        If neither the installed package nor a checkout of the repository has it.
    """
    for place in _PLACES:
        if (place / "sample").is_dir():
            return place
    message = (
        "load_sample: the sample corpus is not in this installation. Reinstall the package, "
        "or work in a checkout of the repository, where it is corpus/sample."
    )
    raise MissingResourceError(message)


def sample_path() -> Path:
    """Return the folder of the sample articles, for `read_articles`.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.reading.samples import sample_path
    >>> sample_path().name
    'sample'
    """
    return corpus_path() / "sample"


def load_sample() -> pd.DataFrame:
    """Read the sample corpus: short articles about real events, written for this project.

    Returns
    -------
    DataFrame
        As returned by `read_articles`.

    Examples
    --------
    >>> import toolkit as tt
    >>> from toolkit.reading.samples import sample_path
    >>> articles = tt.load_sample()
    >>> articles.index.name, bool(articles.index.is_unique)
    ('article_id', True)
    """
    return read_articles(sample_path(), progress=False)
