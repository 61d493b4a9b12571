"""What is run by hand: measurements (`python -m benchmarks`), and the maker of the map's data. Nothing here ships."""
