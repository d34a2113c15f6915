"""Carry topics on: to new articles, and from an old model to a refitted one."""
