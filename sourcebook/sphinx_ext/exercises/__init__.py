"""Exercises on a page: read from what an author wrote, shown, and their keys put where they belong."""
