"""Exercises: what a question is (`items`), and questions made from the evidence (`generated`).

How they are written in MyST is `sphinx_ext/`; how they leave the book is `exports/`.
"""
