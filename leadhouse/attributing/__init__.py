"""Data-driven attribution: what each channel is worth, from won and lost paths.

Pure arithmetic on counts (numpy): nothing is read or written here. The model int_channel_weights hands the counts in.
"""
