"""Topics: from a fitted model to tables that can be read and checked.

inspect/    what each topic is about
  terms           leading terms of each topic, and first labels
  relevance       measures that rank terms: relevance, lift, FREX, score
  topic_shares    article x topic shares, prevalence, the articles to read
  draws           draws of the shares, which propagate topic uncertainty
  passages        the sentences with the largest share of a topic
  summary         one row per topic, with warnings
  cautions        the warnings
  coherence       how often the leading terms occur together
choose/     how many topics
  search          fits with several numbers of topics and seeds
  model_measures  measures of a whole model
  advice          which number the data prefer, if any
stability/  whether topics come back
  resamples       refits with other seeds and articles
  alignment       which topic of one model is which of another
  fragile         the mark of fragile topics
  prototypes      the most central of several fits
  robustness      whether a finding holds under other choices
  question        a question about a topic, for `sensitivity`
  refits, minimum_data
edit/       recipes
  recipes         merge, split, drop, name: steps that can be undone
  edits           a recipe applied to shares and terms
apply/      later articles
  new_articles    shares, unknown words, drift
  rebase          what a refit changes

Each name is imported when first used.
"""

from typing import TYPE_CHECKING

import lazy_loader  # type: ignore[import-untyped] # it has no types

if TYPE_CHECKING:
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

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "apply.new_articles": ["ScoredArticles", "score_articles"],
        "apply.rebase": ["Rebase", "rebase_topics"],
        "choose.advice": ["TopicNumberAdvice", "advise_n_topics"],
        "choose.search": ["search_topics"],
        "edit.edits": ["edit_topics", "edited_terms"],
        "edit.recipes": ["TopicRecipe", "read_recipe", "topic_recipe"],
        "inspect.coherence": ["topic_coherence"],
        "inspect.draws": ["topic_draws"],
        "inspect.passages": ["TopicPassages", "topic_passages"],
        "inspect.relevance": ["topic_weight"],
        "inspect.summary": ["topic_summary"],
        "inspect.terms": ["topic_labels", "topic_terms"],
        "inspect.topic_shares": ["doc_topics", "top_articles", "topic_prevalence"],
        "stability.alignment": ["align_topics"],
        "stability.fragile": ["mark_fragile"],
        "stability.prototypes": ["Prototype", "topic_prototype"],
        "stability.question": ["TopicQuestion", "find_topic", "topic_question"],
        "stability.resamples": ["topic_stability"],
        "stability.robustness": ["Sensitivity", "sensitivity"],
    },
)
