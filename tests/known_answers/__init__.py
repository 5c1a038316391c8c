"""Small exports with expected facts that our own code did not compute."""
