"""Topics that another program learned, as the tables and the model that every later step takes.

given      what was learned: topic shares of articles, and the words of each topic
objects    from a fitted tomotopy, topica, gensim, scikit-learn or BERTopic model
mallet     from the files of MALLET: a state, or the tables of topics and words
stm        from tables exported from R's stm
"""

from toolkit.interop.fitted_models import import_topics
from toolkit.interop.imported import ImportedTopics
from toolkit.interop.mallet import read_mallet, read_mallet_state
from toolkit.interop.stm import read_stm

__all__ = ["ImportedTopics", "import_topics", "read_mallet", "read_mallet_state", "read_stm"]
