"""Records for other programs: evidence, timelines, bundles of proof."""
