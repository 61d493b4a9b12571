"""Pages as block records, for every output that is not HTML."""
