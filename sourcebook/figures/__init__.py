"""Draw SVG: timelines, ranges of numbers, the map, and pictures wrapped for paper."""
