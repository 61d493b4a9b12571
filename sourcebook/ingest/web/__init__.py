"""Read saved web pages: their visible blocks, which of them are the article, and their metadata."""
