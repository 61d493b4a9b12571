"""Students' essays: readers, quotations, claims, verdicts, and forty essays whose slips are known."""
