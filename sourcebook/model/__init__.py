"""What everything else is written in: records, problems, the blocks of a document, classes of characters."""
