"""From a figure or a record back to the lines of the files that it came from."""
