"""Saved web pages: their visible blocks in order, which of them are the article, and what the markup says of both."""
