"""The first run: from an empty house to an open channel, step by step, to be left and continued."""
