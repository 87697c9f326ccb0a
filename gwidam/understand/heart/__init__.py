"""The heart of reading: pure functions from batches of texts to arrays, without Django, clock or database."""
