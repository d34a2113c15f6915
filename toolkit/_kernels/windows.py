"""Counting words and pairs of words in sliding windows, exactly and once per document.

A word at position p is inside the windows that start in [p - w + 1, p], cut to the starts that
exist, [0, n - w]. The union of those intervals over a word's occurrences has as many members as
there are windows with the word; the intersection of two words' unions, as many as there are
windows with both. Nothing has to slide.

gensim slides, and drops a word with its first copy, though a second may still be inside: with
``drop_first`` the interval of an occurrence ends with the first copy that is in its first window.

Run as plain Python (``count_windows.py_func``) the kernels give the same numbers.
"""

from __future__ import annotations

import numpy as np

from toolkit._kernels.compile import helper, kernel

# ruff: noqa: PLR0917 - kernels take arrays by position; numba compiles no keyword-only ones
# mypy: disable-error-code="untyped-decorator, no-untyped-def, no-untyped-call"


@kernel
def count_windows(ids, offsets, window, members, member_start, n_topics, n_slots, drop_first):
    """Count windows with each word and with each pair of words of one topic.

    Parameters
    ----------
    ids : int32 array
        Target word of each token, -1 for all other tokens, document after document.
    offsets : int64 array of shape (n_documents + 1)
        Where each document begins in ``ids``.
    window : int
        Tokens in a window; a shorter document is one window. 0: the whole document.
    members : int32 array of shape (n_members, 3)
        (word, topic, slot): where each word stands, word after word.
    member_start : int32 array of shape (n_words + 1)
        Where each word begins in ``members``.
    n_topics, n_slots : int
        Sizes.
    drop_first : bool
        Count as gensim does: see above; and an empty document is a window.

    Returns
    -------
    (int64 array (n_words), int64 array (n_topics, n_slots, n_slots), int)
        Windows with the word; with both words; all windows.
    """
    n_words = len(member_start) - 1
    with_word = np.zeros(n_words, dtype=np.int64)
    with_both = np.zeros((n_topics, n_slots, n_slots), dtype=np.int64)
    longest = 1
    for d in range(len(offsets) - 1):
        longest = max(longest, offsets[d + 1] - offsets[d])
    spans = np.empty((longest, 2), dtype=np.int64)  # intervals of window starts, word after word
    begin = np.zeros(n_words, dtype=np.int64)
    n_spans = np.zeros(n_words, dtype=np.int64)
    here = np.empty(n_words, dtype=np.int64)
    waiting = np.empty((n_topics, n_slots), dtype=np.int64)
    n_waiting = np.zeros(n_topics, dtype=np.int64)
    total = 0
    for d in range(len(offsets) - 1):
        words = ids[offsets[d] : offsets[d + 1]]
        n = len(words)
        if n == 0:
            total += 1 if drop_first else 0
            continue
        size = n if window == 0 or window > n else window
        total += n - size + 1
        n_here = _find_spans(words, size, spans, begin, n_spans, here, drop_first)
        for h in range(n_here):
            word = here[h]
            for k in range(begin[word], begin[word] + n_spans[word]):
                with_word[word] += spans[k, 1] - spans[k, 0] + 1
        _add_pairs(
            here[:n_here],
            spans,
            begin,
            n_spans,
            members,
            member_start,
            waiting,
            n_waiting,
            with_both,
        )
        for h in range(n_here):
            n_spans[here[h]] = 0
    return with_word, with_both, total


@helper
def _find_spans(words, size, spans, begin, n_spans, here, drop_first):
    """Write each word's intervals of window starts, merged; return how many words there are."""
    n = len(words)
    n_here = 0
    for p in range(n):
        if words[p] >= 0:
            if n_spans[words[p]] == 0:
                here[n_here] = words[p]
                n_here += 1
            n_spans[words[p]] += 1
    place = 0
    for h in range(n_here):
        begin[here[h]] = place
        place += n_spans[here[h]]
        n_spans[here[h]] = 0
    for p in range(n):
        word = words[p]
        if word < 0:
            continue
        start, end = max(0, p - size + 1), p
        if drop_first:
            end = start
            while words[end] != word:
                end += 1
        end = min(end, n - size)
        at = begin[word] + n_spans[word]
        if n_spans[word] > 0 and start <= spans[at - 1, 1] + 1:
            spans[at - 1, 1] = end
        else:
            spans[at, 0], spans[at, 1] = start, end
            n_spans[word] += 1
    return n_here


@helper
def _add_pairs(here, spans, begin, n_spans, members, member_start, waiting, n_waiting, with_both):
    """Add, for each two words of a topic that are here, the windows that hold both."""
    for word in here:
        for m in range(member_start[word], member_start[word + 1]):
            topic, slot = members[m, 1], members[m, 2]
            for k in range(n_waiting[topic]):
                other = waiting[topic, k]
                both = _overlap(spans, begin, n_spans, word, members[other, 0])
                with_both[topic, slot, members[other, 2]] += both
                with_both[topic, members[other, 2], slot] += both
            waiting[topic, n_waiting[topic]] = m
            n_waiting[topic] += 1
    for word in here:
        for m in range(member_start[word], member_start[word + 1]):
            n_waiting[members[m, 1]] = 0


@helper
def _overlap(spans, begin, n_spans, a, b):
    """Return how many window starts lie in the intervals of both words."""
    both = 0
    i, j = begin[a], begin[b]
    end_i, end_j = i + n_spans[a], j + n_spans[b]
    while i < end_i and j < end_j:
        both += max(0, min(spans[i, 1], spans[j, 1]) - max(spans[i, 0], spans[j, 0]) + 1)
        if spans[i, 1] < spans[j, 1]:
            i += 1
        else:
            j += 1
    return both
