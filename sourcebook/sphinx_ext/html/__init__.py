"""HTML pages: the frame, the table of contents, search, the security policy, embedded proofs."""
