"""Other people's extensions and parsers, mended where our outputs or parallel builds need it."""
