"""Exercises on a page: the directives and roles that read them, and the nodes that show them."""
