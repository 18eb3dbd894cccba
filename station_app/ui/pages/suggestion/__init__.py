"""Suggestions: the list, one through its life, two side by side."""
