"""What a hosted page needs around its text: frame, contents, search, policy, evidence."""
