"""Brackets after quotations: which paragraph of which source is cited, said as shortly as the sentence allows."""
