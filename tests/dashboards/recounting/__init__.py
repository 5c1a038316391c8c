"""The figures of tiles counted anew from the published tables, apart from the code that the pages ask."""
