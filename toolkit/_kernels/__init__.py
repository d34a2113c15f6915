"""The hot loops: arrays in, arrays filled or changed, nothing else.

``compile`` has the decorator that every kernel uses. Each other module serves the room whose name
it carries. A kernel and all it calls stand in one file, because the cache on disk notices changes
of that file only.
"""
