"""Questions: their records (`items`), their kinds (`kinds`), and generation from the evidence (`generate`).

Not here: reading them from MyST pages (`sphinx_ext/exercises/`), and writing them for other programs (`exports/`).
"""
