"""Topics: a fitted model -> tables that a person can read, question and trust.

terms      leading terms of each topic and a first label
ranking    what makes a term a leading one: relevance, lift, FREX, score
draws      the same shares many times over, as far as the words leave them open
shares     article x topic shares, prevalence, the articles to read
passages   the sentences in which a topic speaks
summary    one row per topic: how much, who carries it and when, what to beware of
aligning   which topic of one model is which of another: matches, births, deaths, splits, merges
coherence  do the leading terms stand together in the articles?
searching  several numbers of topics, fitted and measured
advising   which number the data prefer, if any
recipes    merging, splitting, dropping and naming, as steps that can be undone
editing    a recipe applied to shares and terms
scoring    new articles under an old model: shares, unknown words, drift
robustness does a finding hold under other choices?
stability  does a topic come back with another seed and other articles?
marking    the fragile flag, in every later table and figure
prototypes of several fits, the one most like the others
rebasing   a refitted model beside the old one: what became of each topic, and of its name
asking     a question about a topic, as a chain from texts to a number, for the board
"""

from toolkit.topics.apply.new_articles import ScoredArticles, score_articles
from toolkit.topics.apply.rebase import Rebase, rebase_topics
from toolkit.topics.choose.advice import TopicNumberAdvice, advise_n_topics
from toolkit.topics.choose.search import search_topics
from toolkit.topics.edit.edits import edit_topics, edited_terms
from toolkit.topics.edit.recipes import TopicRecipe, read_recipe, topic_recipe
from toolkit.topics.inspect.coherence import topic_coherence
from toolkit.topics.inspect.draws import topic_draws
from toolkit.topics.inspect.passages import TopicPassages, topic_passages
from toolkit.topics.inspect.relevance import topic_weight
from toolkit.topics.inspect.summary import topic_summary
from toolkit.topics.inspect.terms import topic_labels, topic_terms
from toolkit.topics.inspect.topic_shares import doc_topics, top_articles, topic_prevalence
from toolkit.topics.stability.alignment import align_topics
from toolkit.topics.stability.fragile import mark_fragile
from toolkit.topics.stability.prototypes import Prototype, topic_prototype
from toolkit.topics.stability.question import TopicQuestion, find_topic, topic_question
from toolkit.topics.stability.resamples import topic_stability
from toolkit.topics.stability.robustness import Sensitivity, sensitivity

__all__ = [
    "Prototype",
    "Rebase",
    "ScoredArticles",
    "Sensitivity",
    "TopicNumberAdvice",
    "TopicPassages",
    "TopicQuestion",
    "TopicRecipe",
    "advise_n_topics",
    "align_topics",
    "doc_topics",
    "edit_topics",
    "edited_terms",
    "find_topic",
    "mark_fragile",
    "read_recipe",
    "rebase_topics",
    "score_articles",
    "search_topics",
    "sensitivity",
    "top_articles",
    "topic_coherence",
    "topic_draws",
    "topic_labels",
    "topic_passages",
    "topic_prevalence",
    "topic_prototype",
    "topic_question",
    "topic_recipe",
    "topic_stability",
    "topic_summary",
    "topic_terms",
    "topic_weight",
]
