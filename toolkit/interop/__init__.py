"""Topics that another program learned, as the tables and the model of every later step.

imported         what was learned: shares of articles, and terms of topics
fitted_models    from a fitted model of another package, by one of:
  tomotopy_models, topica_models, gensim_models, matrix_models (scikit-learn, lda), bertopic_models
document_rows    which row of a model belongs to which article, and which have no words
mallet           from the files of MALLET and topica: a state, or tables of topics and words
stm              from tables exported from R's stm
topic_tables     from any array of shares
text_files       line-by-line reading, with limits
"""

from toolkit._core.argument_errors import explain_public
from toolkit.interop.fitted_models import import_topics
from toolkit.interop.mallet import read_mallet, read_mallet_state
from toolkit.interop.stm import read_stm
from toolkit.interop.topic_tables import topic_table

__all__ = [
    "import_topics",
    "read_mallet",
    "read_mallet_state",
    "read_stm",
    "topic_table",
]

explain_public(globals(), __all__)


def __dir__() -> list[str]:
    """List the public names alone, for completion."""
    return __all__
