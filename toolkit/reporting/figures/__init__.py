"""Figures that leave the toolkit: files, numbers, record, alternative text."""
