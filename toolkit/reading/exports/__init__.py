"""Readers of what news databases, feeds and archives export."""
